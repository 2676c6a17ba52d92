import type { Buffer } from 'node:buffer';

/** What an expression is worth before the program runs. */
export type Constant = string | number | Bytes | List;

/** A `Buffer`, and the strings it was made from. */
export interface Bytes {
  readonly bytes: Buffer;
  readonly sources: readonly Operand[];
}

/** An array, and the strings it was made from. */
export interface List {
  readonly items: readonly Operand[];
  readonly sources: readonly Operand[];
}

/** A constant where an expression gives it: the expression's place, or for an array's element the element's. */
export interface Operand {
  readonly value: Constant;
  readonly start: number;
  readonly end: number;
  /** True where the text between `start` and `end` is `value`, character for character. */
  readonly verbatim?: boolean;
}

/** A constant with the strings it was put together from, in order where it simply joins them. */
export interface Composition<Value extends Constant = Constant> {
  readonly value: Value;
  readonly parts: readonly Operand[];
}

/** UTF-16 units of one value; no key is near that long. */
const MAX_LENGTH = 1 << 16;

export function isList(value: Constant): value is List {
  return typeof value === 'object' && 'items' in value;
}

/** What JavaScript makes of a constant between strings; `null` where that is no plain text. */
export function textOf(value: Constant): string | null {
  return typeof value === 'object' ? null : String(value);
}

/** The parts one after the other; `null` where one is no text or together they are too long. */
export function joined(parts: readonly Operand[]): Composition<string> | null {
  const texts: string[] = [];
  let length = 0;
  for (const { value } of parts) {
    const text = textOf(value);
    length += text?.length ?? 0;
    if (text === null || length > MAX_LENGTH) return null;
    texts.push(text);
  }
  return { value: texts.join(''), parts };
}

/** `value`, made from `parts` in any other way than by joining them. */
export function derived(value: string, parts: readonly Operand[]): Composition<string> | null {
  return value.length > MAX_LENGTH ? null : { value, parts: sourcesOf(parts) };
}

/** The strings behind `operands`, those of lists and bytes included. */
export function sourcesOf(operands: readonly Operand[]): Operand[] {
  return operands.flatMap((operand) => (typeof operand.value === 'object' ? operand.value.sources : operand));
}
