import { Buffer } from 'node:buffer';
import {
  derived,
  isList,
  joined,
  sourcesOf,
  type Bytes,
  type Composition,
  type Constant,
  type List,
  type Operand,
} from './constant.js';

/** What a call is worth, `self` being what its method is called on; `null` where that is not known. */
type Method<Self extends Constant> = (self: Operand & { value: Self }, args: readonly Operand[]) => Composition | null;
type Function = (args: readonly Operand[]) => Composition | null;

/** Of the language and its platforms (ECMA-262; HTML's `atob`; Node's `Buffer`), those that people hide strings with. */
const FUNCTIONS = new Map<string, Function>([
  ['atob', (args) => decoded(args, (text) => Buffer.from(text, 'base64').toString('latin1'))],
  ['decodeURI', (args) => decoded(args, decodeURI)],
  ['decodeURIComponent', (args) => decoded(args, decodeURIComponent)],
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- what old code still calls, and nothing else does the same
  ['unescape', (args) => decoded(args, unescape)],
  ['String.fromCharCode', (args) => fromNumbers(args, (codes) => String.fromCharCode(...codes))],
  ['String.fromCodePoint', (args) => fromNumbers(args, (codes) => String.fromCodePoint(...codes))],
  ['Buffer.from', (args) => bytesFrom(args)],
]);

const STRING_METHODS = new Map<string, Method<string>>([
  ['concat', (self, args) => joined([self, ...args])],
  ['replace', (self, args) => replaced(self, args, splitOnce)],
  ['replaceAll', (self, args) => replaced(self, args, (text, separator) => text.split(separator))],
  ['slice', (self, args) => cut(self, args, 'slice')],
  ['split', (self, args) => split(self, args)],
  ['substr', (self, args) => cut(self, args, 'substr')],
  ['substring', (self, args) => cut(self, args, 'substring')],
  ['toString', (self) => derived(self.value, [self])],
  ['trim', (self) => derived(self.value.trim(), [self])],
]);

const LIST_METHODS = new Map<string, Method<List>>([
  ['join', (self, args) => joinedList(self.value, args)],
  ['reverse', ({ value: { items, sources } }) => ({ value: { items: items.toReversed(), sources }, parts: sources })],
]);

const BYTES_METHODS = new Map<string, Method<Bytes>>([
  [
    'toString',
    (self, [encoding]) => {
      const name = encoding?.value ?? 'utf8';
      return isEncoding(name) ? derived(self.value.bytes.toString(name), [self]) : null;
    },
  ],
]);

/** A name that stands in every call of the tables above. */
export const CALL_NAMES: readonly string[] = [
  ...[...FUNCTIONS.keys()].map((name) => name.replace(/\..*/, '')),
  ...STRING_METHODS.keys(),
  ...LIST_METHODS.keys(),
];

/** Calls the function of the global scope that is called `name`, e.g. `String.fromCharCode`. */
export function callFunction(name: string, args: readonly Operand[]): Composition | null {
  return FUNCTIONS.get(name)?.(args) ?? null;
}

export function callMethod(self: Operand, name: string, args: readonly Operand[]): Composition | null {
  const { value } = self;
  if (typeof value === 'number') return null;
  const methods = typeof value === 'string' ? STRING_METHODS : isList(value) ? LIST_METHODS : BYTES_METHODS;
  const method = methods.get(name) as Method<Constant> | undefined;
  return method?.(self, args) ?? null;
}

function decoded(args: readonly Operand[], decode: (text: string) => string): Composition | null {
  const text = args[0]?.value;
  if (typeof text !== 'string') return null;
  try {
    return derived(decode(text), args);
  } catch {
    // A lone `%`: the program would throw here too.
    return null;
  }
}

function fromNumbers(args: readonly Operand[], build: (numbers: number[]) => string): Composition | null {
  const numbers = numbersIn(args);
  if (numbers === null) return null;
  try {
    return derived(build(numbers), args);
  } catch {
    // No such code point, or more arguments than a call can take.
    return null;
  }
}

function bytesFrom(args: readonly Operand[]): Composition | null {
  const [source, encoding] = args;
  const bytes = source && bytesOf(source.value, encoding?.value ?? 'utf8');
  const sources = sourcesOf(args);
  return bytes ? { value: { bytes, sources }, parts: sources } : null;
}

function bytesOf(source: Constant, encoding: Constant): Buffer | null {
  if (typeof source === 'string') return isEncoding(encoding) ? Buffer.from(source, encoding) : null;
  const numbers = isList(source) ? numbersIn(source.items) : null;
  return numbers && Buffer.from(numbers);
}

function replaced(
  self: Operand & { value: string },
  args: readonly Operand[],
  cutAt: (text: string, separator: string) => string[],
): Composition | null {
  const [from, to] = args;
  if (typeof from?.value !== 'string' || typeof to?.value !== 'string' || from.value === '') return null;
  // `$` is a pattern in a replacement; it can make the result grow without bound.
  if (to.value.includes('$')) return null;
  const kept = cutAt(self.value, from.value).map((value) => ({ ...self, value }));
  const result = joined(interleaved(kept, to));
  return result && derived(result.value, [self, to]);
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

function cut(
  self: Operand & { value: string },
  args: readonly Operand[],
  method: 'slice' | 'substr' | 'substring',
): Composition | null {
  const [from, to] = args.map((arg) => arg.value);
  if (typeof from !== 'number' || (to !== undefined && typeof to !== 'number')) return null;
  return derived(self.value[method](from, to), [self]);
}

function split(self: Operand & { value: string }, [separator]: readonly Operand[]): Composition | null {
  if (typeof separator?.value !== 'string') return null;
  const items = self.value.split(separator.value).map((value) => ({ value, start: self.start, end: self.end }));
  return { value: { items, sources: [self] }, parts: [self] };
}

function joinedList({ items, sources }: List, [separator]: readonly Operand[]): Composition | null {
  const between = separator ?? { value: ',', start: 0, end: 0 };
  const result = joined(between.value === '' ? items : interleaved(items, between));
  return result && (sources === items ? result : derived(result.value, sources));
}

function interleaved(items: readonly Operand[], between: Operand): Operand[] {
  return items.flatMap((item, at) => (at === 0 ? item : [between, item]));
}

function numbersIn(operands: readonly Operand[]): number[] | null {
  const numbers = operands.map((operand) => operand.value);
  return numbers.length > 0 && numbers.every((value) => typeof value === 'number') ? numbers : null;
}

function isEncoding(value: Constant): value is BufferEncoding {
  return typeof value === 'string' && Buffer.isEncoding(value);
}
