import { partsOf, type Range } from '../tokens.js';
import type { Program } from './program.js';

const MAX_ARGUMENTS = 400;
/** How far the `=` of `name: Type = value` is looked for, in tokens. */
const MAX_TYPE = 12;
/** How far the names of a loop are looked for, in tokens. */
const MAX_LOOP = 8;
/** Functions that leave their arguments as they are, and what is constructed of them. */
const READS =
  /^(?:print|len|str|repr|dict|list|sorted|isinstance|dumps|pprint|copy|deepcopy|update|debug|info|warning|error|exception|log|urlopen|get|post|put|patch|delete|head|options|request|stream|send|[A-Z]\w*)$/;
/** Methods that change a dictionary or a request in a way that is not followed. */
const CHANGES = /^(?:update|setdefault|add_unredirected_header)$/;

/** What is set in a dictionary after it was made: `headers["x"] = …`, `session.headers.update({…})`. */
export interface Addition {
  /** The dictionary that is added. */
  readonly dictionary?: Range;
  /** Or one entry: its name, and its value. */
  readonly entry?: readonly [name: Range, value: Range];
  /** What is set in a block may not be set. */
  readonly isSure: boolean;
}

/** What the names of a Python program are set to, and what may be changed besides. Names are dotted paths without `self`. */
export class Names {
  readonly #program: Program;
  /** Everything a name is set to; `null` for what is no plain assignment. */
  readonly #values = new Map<string, (Range | null)[]>();
  readonly #additions = new Map<string, Addition[]>();
  /** Names of what is given to functions or to other names, which may change it. */
  readonly #handedOn = new Set<string>();

  constructor(program: Program) {
    this.#program = program;
    for (const at of program.tokens.keys()) this.#collect(at);
  }

  /** What a name is set to; `null` where that is not known, or not one thing. */
  only(name: string): Range | null {
    const all = this.#values.get(name);
    return all?.length === 1 ? (all[0] ?? null) : null;
  }

  isSet(name: string): boolean {
    return this.#values.has(name);
  }

  additionsTo(name: string): readonly Addition[] {
    return this.#additions.get(name) ?? [];
  }

  /** Whether something may change a dictionary that is not followed. */
  isHandedOn(name: string): boolean {
    return this.#handedOn.has(name) || this.#handedOn.has(name.replace(/\.headers$/, ''));
  }

  #collect(at: number): void {
    const { kind, text, isFirst } = this.#program.tokens[at]!;
    if (kind !== 'name') return;
    if (this.#program.word(at + 1) === '(' && !READS.test(text)) this.#handOn(at + 1);
    if (text === 'def') this.#function(at);
    else if (text === 'for' || text === 'lambda') this.#bound(at);
    // `if (url := other()):`
    else if (this.#program.word(at + 1) === ':' && this.#program.word(at + 2) === '=') this.#set(text, null);
    if (isFirst) this.#statement(at);
    // `with httpx.Client() as client`
    else if (text === 'as' && this.#program.word(at - 1) === ')') {
      this.#set(this.#program.word(at + 1), this.#program.callBefore(at));
    }
  }

  #statement(at: number): void {
    const [path, next] = this.#program.path(at);
    const last = path.at(-1) ?? '';
    const object = path.slice(0, -1).join('.');
    const sign = this.#program.word(next);
    if (sign === '[') this.#item(at, path.join('.'), next);
    else if (last === 'update' && path.at(-2) === 'headers' && sign === '(') {
      this.#add(object, { dictionary: [next + 1, this.#program.close(next)] }, at);
    } else if (last === 'add_header' && sign === '(') {
      const [name, value] = this.#program.partsIn(next);
      this.#add(`${object}.headers`, name && value ? { entry: [name, value] } : {}, at);
    } else if (CHANGES.test(last) && sign === '(') this.#handedOn.add(object);
    else this.#assignment(path.join('.'), next);
  }

  /** `name = value`, `name: Type = value`, `name += value` */
  #assignment(name: string, next: number): void {
    const equals = this.#program.word(next) === ':' ? this.#equalsOnLine(next) : next;
    if (this.#program.word(equals) === '=' && this.#program.word(equals + 1) !== '=') {
      const value: Range = [equals + 1, this.#program.statementEnd(equals + 1)];
      this.#set(name, value);
      this.#markIfName(value);
    } else if (this.#program.word(next + 1) === '=' && '+|'.includes(this.#program.word(next) || ' ')) {
      this.#set(name, null);
    }
  }

  #set(name: string, value: Range | null): void {
    const all = this.#values.get(name);
    if (all) all.push(value);
    else this.#values.set(name, [value]);
  }

  #add(name: string, addition: Omit<Addition, 'isSure'>, at: number): void {
    const added = { ...addition, isSure: this.#program.isUnconditional(at) };
    const all = this.#additions.get(name);
    if (all) all.push(added);
    else this.#additions.set(name, [added]);
  }

  /** Whoever gets an argument may change it. */
  #handOn(open: number): void {
    const close = this.#program.close(open);
    if (this.#program.word(open - 2) === 'def' || close - open > MAX_ARGUMENTS) return;
    for (const [from, to] of partsOf(this.#program.tokens, open + 1, close))
      this.#markIfName(this.#program.word(from + 1) === '=' ? [from + 2, to] : [from, to]);
  }

  #markIfName([from, to]: Range): void {
    const [path, next] = this.#program.path(from);
    if (path.length > 0 && next === to) this.#handedOn.add(path.join('.'));
  }

  #equalsOnLine(at: number): number {
    for (let next = at + 1; next < this.#program.tokens.length && next < at + MAX_TYPE; next++) {
      if (this.#program.tokens[next]!.isFirst) return at;
      if (this.#program.word(next) === '=') return next;
    }
    return at;
  }

  /** A function, and what it is given, are values that are not known here. Behind a parameter stands its type. */
  #function(at: number): void {
    this.#set(this.#program.word(at + 1), null);
    const open = at + 2;
    if (this.#program.word(open) !== '(' || this.#program.tokens[open]?.partner === undefined) return;
    for (const [from, to] of this.#program.partsIn(open)) {
      let name = from;
      while (name < to && this.#program.word(name) === '*') name++;
      if (this.#program.tokens[name]?.kind === 'name') this.#set(this.#program.word(name), null);
    }
  }

  /** The names of `for … in` and `lambda …:`. */
  #bound(at: number): void {
    const { tokens } = this.#program;
    for (let next = at + 1; next < Math.min(at + MAX_LOOP, tokens.length); next++) {
      const { kind, text, isFirst } = tokens[next]!;
      if (isFirst || text === 'in' || text === ':') return;
      if (kind === 'name') this.#set(text, null);
    }
  }

  /** `headers["x"] = …` */
  #item(at: number, name: string, bracket: number): void {
    const close = this.#program.close(bracket);
    if (this.#program.word(close + 1) !== '=' || this.#program.word(close + 2) === '=') return;
    const value: Range = [close + 2, this.#program.statementEnd(close + 2)];
    this.#add(name, { entry: [[bracket + 1, close], value] }, at);
  }
}
