import type { Span } from '../../../site.js';
import { concatenated, HOLE, isKnown, type Piece, readThrough, shapeOf, type Template } from '../../../template.js';
import { partsOf, type Range } from '../tokens.js';
import type { Addition, Names } from './names.js';
import type { Program } from './program.js';
import { PROGRAM } from './scopes.js';

/** How many names a value may lead through. */
const MAX_DEPTH = 10;
const MAX_PIECES = 100;
const MAX_ENTRIES = 200;

export interface Entry {
  readonly name: string;
  readonly nameAt: Span;
  readonly value: Range;
}

/** A dictionary as far as it is known. */
export interface Entries {
  readonly entries: readonly Entry[];
  readonly isComplete: boolean;
}

export const NO_ENTRIES: Entries = { entries: [], isComplete: true };
const UNKNOWN_ENTRIES: Entries = { entries: [], isComplete: false };

/** What the expressions of a Python program give, as far as they are strings or dictionaries of them. */
export class Values {
  readonly #program: Program;
  readonly #names: Names;
  /** What the values of names were read as, by place and depth: a name may stand many times in the value of another. */
  readonly #known = new Map<number, Template>();
  readonly #knownEntries = new Map<number, Entries>();
  readonly #knownAdded = new Map<string, Entries>();

  constructor(program: Program, names: Names) {
    this.#program = program;
    this.#names = names;
  }

  /** What an expression gives, as far as it is a string. */
  template([from, to]: Range, depth = 0): Template {
    const { tokens } = this.#program;
    const [start, end] = [tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0];
    const unknown: Template = { pieces: [{ name: null, at: { start, end } }], start, end };
    if (depth > MAX_DEPTH || from >= to) return unknown;
    if (this.#program.word(from) === '(' && this.#program.close(from) === to - 1) {
      return this.template([from + 1, to - 1], depth + 1);
    }
    const parts = partsOf(tokens, from, to, '+');
    if (parts.length > 1) {
      const values = parts.map((part) => this.template(part, depth + 1));
      const all = concatenated(values, start, end);
      return all.pieces.length > MAX_PIECES ? unknown : all;
    }
    if (this.#areStrings(from, to)) {
      const strings = tokens.slice(from, to);
      const pieces = strings
        .flatMap(({ value }) => value!.pieces)
        .flatMap((piece) => this.#resolved(piece, from, depth));
      const [first, last] = [strings[0]!.value!, strings.at(-1)!.value!];
      return { pieces, start: first.start, end: last.end };
    }
    const environment = this.#environment(from, to, depth);
    if (environment !== null) return { ...environment, start, end };
    const [path, next] = this.#program.path(from);
    if (next !== to || path.length === 0) return unknown;
    const value = this.#names.only(path.join('.'), this.#names.scopeAt(from));
    if (value === null) return { pieces: [{ name: path.at(-1)!, at: { start, end } }], start, end };
    return { pieces: readThrough(path.at(-1)!, this.#valueAt(value, depth).pieces), start, end };
  }

  /** A dictionary: a literal, `dict(…)`, a name of one, what a function of the program returns, or one merged by `**`. */
  dictionary([from, to]: Range, depth = 0): Entries {
    if (depth > MAX_DEPTH) return UNKNOWN_ENTRIES;
    const isBraces = this.#program.word(from) === '{';
    const isDict = this.#program.word(from) === 'dict' && this.#program.word(from + 1) === '(';
    const open = isBraces ? from : from + 1;
    if ((isBraces || isDict) && this.#program.close(open) === to - 1) {
      return merged(this.#program.partsIn(open).map((part) => this.#member(part, isBraces, depth)));
    }
    const [path, next] = this.#program.path(from);
    if (this.#program.word(next) === '(' && this.#program.close(next) === to - 1) {
      const returned = this.#names.returned(path.join('.'), this.#names.scopeAt(from));
      return returned === null ? UNKNOWN_ENTRIES : this.dictionary(returned, depth + 1);
    }
    const value = next === to ? this.#names.only(path.join('.'), this.#names.scopeAt(from)) : null;
    if (value === null) return UNKNOWN_ENTRIES;
    const key = placeOf(value, depth);
    const known =
      this.#knownEntries.get(key) ??
      merged([this.dictionary(value, depth + 1), this.addedTo(path.join('.'), this.#names.scopeAt(from))]);
    this.#knownEntries.set(key, known);
    return known;
  }

  /** What is set in a dictionary after it was made. */
  addedTo(name: string, scope: number): Entries {
    const key = `${this.#names.owner(name, scope)} ${name}`;
    const known = this.#knownAdded.get(key) ?? this.#additionsTo(name, scope);
    this.#knownAdded.set(key, known);
    return known;
  }

  #additionsTo(name: string, scope: number): Entries {
    const added = this.#names.additionsTo(name, scope).map((addition) => this.#addition(addition));
    return merged(this.#names.isHandedOn(name, scope) ? [...added, UNKNOWN_ENTRIES] : added);
  }

  #addition({ dictionary, entry, isSure }: Addition): Entries {
    const added =
      dictionary !== undefined ? this.dictionary(dictionary) : entriesOf(entry ? this.#entry(...entry) : null);
    return isSure ? added : { ...added, isComplete: false };
  }

  /** What a name is set to, as it is seen from an expression at `depth`. */
  #valueAt(value: Range, depth: number): Template {
    const key = placeOf(value, depth);
    const known = this.#known.get(key) ?? this.template(value, depth + 1);
    this.#known.set(key, known);
    return known;
  }

  #areStrings(from: number, to: number): boolean {
    let at = from;
    while (at < to && this.#program.tokens[at]!.kind === 'string') at++;
    return at === to;
  }

  #resolved(piece: Piece, at: number, depth: number): Piece[] {
    if (isKnown(piece) || piece.name === null) return [piece];
    // `{self.name}` is no variable of the function.
    const isPlain = piece.at !== undefined && this.#program.text.startsWith(`{${piece.name}`, piece.at.start);
    const value = this.#names.only(piece.name, isPlain ? this.#names.scopeAt(at) : PROGRAM);
    return value === null || depth > MAX_DEPTH ? [piece] : readThrough(piece.name, this.#valueAt(value, depth).pieces);
  }

  /** `os.environ["NAME"]`, `os.getenv("NAME", "default")`, `os.environ.get("NAME") or "default"`. */
  #environment(from: number, to: number, depth: number): Template | null {
    const { tokens } = this.#program;
    const [path, next] = this.#program.path(from);
    const isItem = path.at(-1) === 'environ' && this.#program.word(next) === '[';
    const isCall = /(?:^|\.)(?:getenv|environ\.get|config)$/.test(path.join('.')) && this.#program.word(next) === '(';
    if (!isItem && !isCall) return null;
    const close = this.#program.close(next);
    const hasElse = close < to - 1 && this.#program.word(close + 1) === 'or';
    if (close !== to - 1 && !hasElse) return null;
    const [name, fallback] = this.#program.partsIn(next);
    const named = name && tokens[name[0]]?.value;
    if (!named) return null;
    const value = hasElse ? this.template([close + 2, to], depth + 1) : fallback && tokens[fallback[0]]?.value;
    const variable = shapeOf(named);
    // An empty default says nothing of what is there.
    if (value && shapeOf(value) !== '') return { ...value, pieces: readThrough(variable, value.pieces) };
    const [start, end] = [tokens[from]!.start, tokens[to - 1]!.end];
    return { pieces: [{ name: variable, at: { start, end } }], start, end };
  }

  #entry([from, to]: Range, value: Range): Entry | null {
    const name = this.#program.tokens[from]?.value;
    if (!name || to - from !== 1 || shapeOf(name).includes(HOLE)) return null;
    return { name: shapeOf(name), nameAt: { start: name.start, end: name.end }, value };
  }

  #member([from, to]: Range, isBraces: boolean, depth: number): Entries {
    const [first, second] = [this.#program.word(from), this.#program.word(from + 1)];
    if (first === '*' && second === '*') return this.dictionary([from + 2, to], depth + 1);
    if (!isBraces) {
      const token = this.#program.tokens[from]!;
      const isNamed = token.kind === 'name' && second === '=';
      return entriesOf(isNamed ? { name: token.text, nameAt: token, value: [from + 2, to] } : null);
    }
    const [key, ...rest] = partsOf(this.#program.tokens, from, to, ':');
    return entriesOf(key && rest[0] ? this.#entry(key, [rest[0][0], to]) : null);
  }
}

/** Together; more than any program sends is not known. */
export function merged(all: readonly Entries[]): Entries {
  const entries = all.flatMap((each) => each.entries);
  return entries.length > MAX_ENTRIES
    ? UNKNOWN_ENTRIES
    : { entries, isComplete: all.every(({ isComplete }) => isComplete) };
}

function entriesOf(entry: Entry | null): Entries {
  return entry === null ? UNKNOWN_ENTRIES : { entries: [entry], isComplete: true };
}

function placeOf([from]: Range, depth: number): number {
  return from * (MAX_DEPTH + 2) + depth;
}
