import type { Range } from '../tokens.js';
import type { Program } from './program.js';

/** The arguments of a call. */
export class Call {
  readonly #program: Program;
  readonly #parts: readonly Range[];

  /** `open`: its bracket. */
  constructor(program: Program, open: number) {
    this.#program = program;
    this.#parts = program.partsIn(open);
  }

  named(name: string): Range | null {
    const part = this.#parts.find((each) => this.#isNamed(each) && this.#program.word(each[0]) === name);
    if (part === undefined) return null;
    return this.#program.word(part[0] + 2) === 'None' ? null : [part[0] + 2, part[1]];
  }

  /** Whether `**more` brings further arguments. */
  get isSpread(): boolean {
    return this.#parts.some(([from]) => this.#program.word(from) === '*');
  }

  all(): Range[] {
    return this.#parts.filter((part) => !this.#isNamed(part));
  }

  positional(index: number): Range | null {
    return this.all()[index] ?? null;
  }

  #isNamed([from]: Range): boolean {
    const isName = this.#program.tokens[from]!.kind === 'name';
    return isName && this.#program.word(from + 1) === '=' && this.#program.word(from + 2) !== '=';
  }
}
