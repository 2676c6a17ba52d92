import { deflateSync } from 'node:zlib';

/** Lengths of codes by symbol: 0 to 285 for literals, the end of the block and lengths, 0 to 29 for distances. */
export type CodeLengths = Readonly<Record<number, number>>;

/** One thing that a block says: a symbol of either alphabet, or `null` for bits that may be no code. */
export interface Said {
  readonly of: 'literals' | 'distances';
  readonly symbol: number | null;
  /** Behind the code. */
  readonly extra?: readonly [value: number, bits: number];
}

export const literal = (byte: number): Said => ({ of: 'literals', symbol: byte });
export const end: Said = { of: 'literals', symbol: 256 };

/** A match by its symbols; without extra bits those are for lengths 3 to 10 and 258, and distances 1 to 4. */
export const match = (length: number, distance: number): Said[] => [
  { of: 'literals', symbol: length },
  { of: 'distances', symbol: distance },
];

/** RFC 1951, section 3.2.7. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const FIXED_LITERALS = [...lengths(144, 8), ...lengths(112, 9), ...lengths(24, 7), ...lengths(8, 8)];
const FIXED_DISTANCES = lengths(32, 5);

/** A zlib stream of one block with these codes that says this, as zlib itself never would; checked as `content`. */
export function dynamicStream(
  literals: CodeLengths,
  distances: CodeLengths,
  said: readonly Said[],
  content: Buffer,
): Buffer {
  const both = { literals: listOf(literals, 286), distances: listOf(distances, 30) };
  const bits = headOf(0b101);
  for (const [value, count] of [
    [29, 5],
    [29, 5],
    [15, 4],
  ] as const)
    number(bits, value, count);
  // Codes of 4 bits for the lengths 0 to 15, which then stand there one by one.
  for (const symbol of ORDER) number(bits, symbol < 16 ? 4 : 0, 3);
  for (const length of [...both.literals, ...both.distances]) code(bits, length, 4);
  return streamOf(bits, both, said, content);
}

/** The same with the codes of RFC 1951, section 3.2.6. */
export function fixedStream(said: readonly Said[], content: Buffer): Buffer {
  return streamOf(headOf(0b011), { literals: FIXED_LITERALS, distances: FIXED_DISTANCES }, said, content);
}

/** A dynamic block that gives its code lengths in these symbols, each with its extra bits. */
export function streamWithLengths(
  symbols: readonly (readonly [symbol: number, extra?: number])[],
  literalCount: number,
  distanceCount: number,
): Buffer {
  const bits = headOf(0b101);
  for (const [value, count] of [
    [literalCount - 257, 5],
    [distanceCount - 1, 5],
    [15, 4],
  ] as const)
    number(bits, value, count);
  // A complete code: 13 symbols with 4 bits, 6 with 5 bits.
  for (const symbol of ORDER) number(bits, symbol < 13 ? 4 : 5, 3);
  for (const [symbol, extra = 0] of symbols) {
    code(bits, symbol < 13 ? symbol : symbol + 13, symbol < 13 ? 4 : 5);
    number(bits, extra, { 16: 2, 17: 3, 18: 7 }[symbol] ?? 0);
  }
  return Buffer.concat([bytesOf(bits), Buffer.alloc(64)]);
}

function headOf(kind: number): number[] {
  const bits: number[] = [];
  number(bits, 0x9c78, 16);
  number(bits, kind, 3);
  return bits;
}

function streamOf(
  bits: number[],
  codeLengths: Readonly<Record<Said['of'], readonly number[]>>,
  said: readonly Said[],
  content: Buffer,
): Buffer {
  const codes = { literals: codesOf(codeLengths.literals), distances: codesOf(codeLengths.distances) };
  for (const { of, symbol, extra: [value, count] = [0, 0] } of said) {
    if (symbol !== null) code(bits, codes[of][symbol] as number, codeLengths[of][symbol] as number);
    number(bits, value, count);
  }
  return Buffer.concat([bytesOf(bits), deflateSync(content).subarray(-4)]);
}

/** RFC 1951, section 3.2.2. */
function codesOf(codeLengths: readonly number[]): number[] {
  const codes: number[] = [];
  let next = 0;
  for (let length = 1; length <= 15; length++) {
    for (const [symbol, its] of codeLengths.entries()) if (its === length) codes[symbol] = next++;
    next *= 2;
  }
  return codes;
}

function listOf(codeLengths: CodeLengths, count: number): number[] {
  return Array.from({ length: count }, (_, symbol) => codeLengths[symbol] ?? 0);
}

function lengths(count: number, length: number): number[] {
  return Array<number>(count).fill(length);
}

/** Its lowest bit first. */
function number(bits: number[], value: number, count: number): void {
  for (let bit = 0; bit < count; bit++) bits.push((value >> bit) & 1);
}

/** Its highest bit first. */
function code(bits: number[], value: number, count: number): void {
  for (let bit = count - 1; bit >= 0; bit--) bits.push((value >> bit) & 1);
}

function bytesOf(bits: readonly number[]): Buffer {
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  for (const [at, bit] of bits.entries()) bytes[at >> 3] = (bytes[at >> 3] as number) | (bit << (at & 7));
  return bytes;
}
