import { concatenated, isKnown, type Piece, readThrough, type Template } from '../../../template.js';
import { ENVIRONMENT, FORMATS, WRAPPERS } from './languages.js';
import type { Names } from './names.js';
import { bare, MAX_REACH, type Program } from './program.js';
import { partsOf, type Range } from '../tokens.js';

const MAX_DEPTH = 8;
const MAX_PIECES = 100;

/** What the expressions of a program give, as far as they are strings. */
export class Values {
  readonly #program: Program;
  readonly #names: Names;
  /** What the values of names were read as: a name may stand many times in the value of another. */
  readonly #known = new Map<number, Template>();

  constructor(program: Program, names: Names) {
    this.#program = program;
    this.#names = names;
  }

  /** What an expression gives, as far as it is a string; `used` takes the names that stand in it. */
  template([from, to]: Range, depth = 0, used?: Set<string>): Template {
    const [start, end] = [this.#program.tokens[from]?.start ?? 0, this.#program.tokens[to - 1]?.end ?? 0];
    const unknown = (name: string | null): Template => ({ pieces: [{ name, at: { start, end } }], start, end });
    if (depth > MAX_DEPTH || from >= to || to - from > MAX_REACH) return unknown(null);
    const within = (inner: Range): Template => this.template(inner, depth + 1, used);
    if (/^[&*]$/.test(this.#program.word(from) || ' ')) return within([from + 1, to]);
    if (/^[?!]$/.test(this.#program.word(to - 1) || ' ')) return within([from, to - 1]);
    if (this.#program.word(from) === 'new') return within([from + 1, to]);
    if (this.#program.word(from) === '(' && this.#program.close(from) === to - 1) return within([from + 1, to - 1]);
    const first = this.#program.tokens[from]!;
    if (to - from === 1 && first.kind === 'string') {
      const pieces = first.value!.pieces.flatMap((piece) => this.#resolved(piece, from, depth, used));
      return pieces.length > MAX_PIECES ? unknown(null) : { ...first.value!, pieces };
    }
    const parts = partsOf(this.#program.tokens, from, to, this.#program.language.concatenation);
    if (parts.length > 1 && (this.#program.language.concatenation === '+' || !this.#program.isPath(from, to))) {
      const all = concatenated(parts.map(within), start, end);
      return all.pieces.length > MAX_PIECES ? unknown(null) : all;
    }
    // `.unwrap()`, `.to_string()`, `.into()`: the value stays what it was.
    if (
      this.#program.word(to - 1) === ')' &&
      this.#program.tokens[to - 1]!.partner === to - 2 &&
      this.#program.word(to - 4) === '.'
    ) {
      if (/^(?:unwrap|to_string|to_owned|into|as_str|clone|parse|String|toString)$/.test(this.#program.word(to - 3)))
        return within([from, to - 4]);
    }
    const variable = ENVIRONMENT.exec(this.#program.text.slice(start, Math.min(end, start + 200)))?.[1];
    if (variable !== undefined) return unknown(variable);
    const call = this.#callIn(from, to);
    if (call !== null) return this.#called(call, within) ?? unknown(null);
    if (!this.#program.isPath(from, to)) return unknown(null);
    const name = bare(this.#program.word(to - 1));
    const value = this.#names.valueOf(name, from);
    if (value === undefined || value === null)
      return unknown(value === null && !this.#names.isParameter(name, from) ? null : name);
    used?.add(name);
    const { pieces } = this.#valueAt(value, depth);
    const [only] = pieces;
    const isOpaque = pieces.length === 1 && only !== undefined && !isKnown(only) && only.name === null;
    return { pieces: isOpaque ? [{ name, at: { start, end } }] : readThrough(name, pieces), start, end };
  }

  /** What a name is set to, as it is seen from an expression at `depth`. */
  #valueAt(value: Range, depth: number): Template {
    const key = value[0] * (MAX_DEPTH + 2) + depth;
    const known = this.#known.get(key) ?? this.template(value, depth + 1);
    this.#known.set(key, known);
    return known;
  }

  #resolved(piece: Piece, at: number, depth: number, used?: Set<string>): Piece[] {
    if (isKnown(piece) || piece.name === null) return [piece];
    const value = this.#names.valueOf(piece.name, at);
    if (value === undefined || value === null || depth > MAX_DEPTH) return [piece];
    used?.add(piece.name);
    const { pieces } = this.#valueAt(value, depth);
    return pieces.every((each) => !isKnown(each)) ? [piece] : readThrough(piece.name, pieces);
  }

  /** The call that an expression is: the name, and the bracket of its arguments. */
  #callIn(from: number, to: number): { name: string; open: number } | null {
    const open = this.#program.tokens[to - 1]?.partner;
    if (this.#program.word(to - 1) !== ')' || open === undefined || open <= from) return null;
    const name = this.#program.word(open - 1) === '!' ? open - 2 : open - 1;
    return name < from || !this.#program.isPath(from, name + 1) ? null : { name: this.#program.word(name), open };
  }

  #called({ name, open }: { name: string; open: number }, within: (range: Range) => Template): Template | null {
    const parts = this.#program.argumentsIn(open);
    const [first, ...rest] = parts;
    if (first === undefined) return null;
    if (FORMATS.test(name) && (rest.length > 0 || this.#program.language.id === 'rust')) {
      return formatted(within(first), rest.map(within));
    }
    if (name === 'AuthenticationHeaderValue' && rest[0] !== undefined) {
      const [scheme, value] = [within(first), within(rest[0])];
      const space: Template = { pieces: [{ text: ' ', at: null }], start: scheme.end, end: scheme.end };
      return concatenated([scheme, space, value], scheme.start, value.end);
    }
    return WRAPPERS.test(name) && rest.length === 0 ? within(first) : null;
  }
}

/** A pattern with its values: `%s` of printf, `{}`, `{0}`, `{name}`. */
function formatted(pattern: Template, values: readonly Template[]): Template {
  let next = 0;
  const pieces = pattern.pieces.flatMap((piece): Piece[] => {
    if (!isKnown(piece)) return [piece];
    const all: Piece[] = [];
    let from = 0;
    const push = (to: number): void => {
      if (to > from)
        all.push({ ...piece, text: piece.text.slice(from, to), at: piece.at === null ? null : piece.at + from });
    };
    for (const { 0: whole, 1: name, index } of piece.text.matchAll(
      /%(?:\d+\$)?[-+\d.]*[svdq@]|\{([A-Za-z_]\w*|\d*)\}/g,
    )) {
      push(index);
      from = index + whole.length;
      const value = values[next++];
      const isNamed = name !== undefined && /^[A-Za-z_]/.test(name);
      if (isNamed) all.push({ name });
      else
        all.push(
          ...(value?.pieces.map((each): Piece => (isKnown(each) ? { ...each, at: null } : { name: each.name })) ?? [
            { name: null },
          ]),
        );
    }
    push(piece.text.length);
    return all;
  });
  return pieces.length > MAX_PIECES ? { ...pattern, pieces: [{ name: null }] } : { ...pattern, pieces };
}
