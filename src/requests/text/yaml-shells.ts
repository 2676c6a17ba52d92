import { blockEnd, KEYED, type Line } from './yaml-lines.js';

/** The languages of shells that are read. */
export type ShellId = 'sh' | 'powershell' | 'cmd';

/** Which shell runs each script of a YAML file: what stands beside it says, else what the file sets for the part around it. */
export class ShellsInYaml {
  readonly #lines: readonly Line[];
  /** How far from the left the first key of each line stands; `Infinity` where the line is empty. */
  readonly #depths: readonly number[];
  /** Where a shell is set for all scripts of a stretch of lines. */
  readonly #defaults: { readonly from: number; readonly to: number; readonly language: ShellId | null }[] = [];
  /** The shell beside the line of each number. */
  readonly #beside = new Map<number, ShellId | null>();

  constructor(lines: readonly Line[]) {
    this.#lines = lines;
    const keys = lines.map(({ text }) => KEYED.exec(text.slice(0, MAX_KEY)));
    this.#depths = lines.map(({ text, indent }, at) =>
      /^\s*(?:#|$)/.test(text) ? Infinity : (keys[at]?.[1]?.length ?? indent),
    );
    for (const [at, found] of keys.entries()) {
      const [, , , key = '', value = ''] = found ?? [];
      if (key === 'shell' && value !== '') this.#found(at, shellNamed(value));
      // Source: GitHub's documentation: what runs on Windows runs in PowerShell. Behind an expression nobody knows.
      else if (key === 'runs-on' && /^["'[\s]*windows/i.test(value)) this.#default(at, 'powershell');
    }
  }

  /** `null` where it is none that is read. */
  of(at: number, key: string): ShellId | null {
    if (key === 'pwsh' || key === 'powershell') return 'powershell';
    if (key === 'bash' || key === 'sh') return 'sh';
    const beside = this.#beside.get(this.#blockOf(at));
    if (beside !== undefined) return beside;
    const around = this.#defaults.filter(({ from, to }) => from <= at && at < to);
    const [closest] = around.sort((a, b) => a.to - a.from - (b.to - b.from));
    return closest === undefined ? 'sh' : closest.language;
  }

  #found(at: number, language: ShellId | null): void {
    const parent = this.#parent(at);
    const above = parent === null ? null : this.#parent(parent);
    const isDefault = parent !== null && above !== null && this.#isKey(parent, 'run') && this.#isKey(above, 'defaults');
    if (isDefault) this.#default(above, language);
    else this.#beside.set(this.#blockOf(at), language);
  }

  #isKey(at: number, key: string): boolean {
    return this.#lines[at]!.text.trim() === `${key}:`;
  }

  /** For everything in the mapping that holds the line. */
  #default(at: number, language: ShellId | null): void {
    const parent = this.#parent(at);
    const from = parent === null ? 0 : parent + 1;
    const to = parent === null ? this.#lines.length : blockEnd(this.#lines, from, this.#lines[parent]!.indent);
    if (this.#defaults.length < MAX_DEFAULTS) this.#defaults.push({ from, to, language });
  }

  /** The line above that holds the mapping of a line. */
  #parent(at: number): number | null {
    const first = this.#blockOf(at);
    const { indent } = this.#lines[first]!;
    for (let above = first - 1; above >= 0 && above > at - MAX_LINES; above--) {
      if (this.#depths[above]! < Infinity && this.#lines[above]!.indent < indent) return above;
    }
    return null;
  }

  /** The number of the line at which the mapping of a line begins. */
  #blockOf(at: number): number {
    const depth = this.#depths[at]!;
    let first = at;
    for (let above = at; above >= 0 && above > at - MAX_LINES; above--) {
      const its = this.#depths[above]!;
      if (its < depth) break;
      if (its === depth) first = above;
      // An item begins there.
      if (its === depth && this.#lines[above]!.indent < depth) break;
    }
    return first;
  }
}

/** How far a shell is looked for. */
const MAX_LINES = 400;
const MAX_KEY = 300;
/** More jobs are in no file. */
const MAX_DEFAULTS = 100;

export function shellNamed(value: string): ShellId | null {
  const [name = ''] = /^[\w./-]+/.exec(value.replace(/^["']/, '')) ?? [];
  if (/(?:^|\/)(?:ba|z|da|k)?sh$/.test(name)) return 'sh';
  if (/^(?:pwsh|powershell)(?:\.exe)?$/i.test(name)) return 'powershell';
  return /^cmd(?:\.exe)?$/i.test(name) ? 'cmd' : null;
}
