import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SLACK, STACK, Workspace, type ByteSource } from '../../../src/git/objects/workspace.js';
import {
  dynamicStream,
  end,
  fixedStream,
  literal,
  match,
  streamWithLengths,
  type CodeLengths,
  type Said,
} from './deflate-writer.js';

/** Bytes as in text, as in binaries, and as in long repetitions. */
const content = fc.oneof(
  fc.string({ maxLength: 3000, unit: fc.constantFrom(...'etaoin shrdlu\n{}();') }).map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(fc.string({ minLength: 1, maxLength: 40 }), fc.nat(5000))
    .map(([text, times]) => Buffer.from(text.repeat(times))),
);
const compression = fc.record({ level: fc.integer({ min: 0, max: 9 }), strategy: fc.integer({ min: 0, max: 4 }) });

function sourceOf(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    readInto: (target, start, length, offset) => void target.set(bytes.subarray(offset, offset + length), start),
  };
}

function inflated(compressed: Buffer, size: number): Buffer {
  const workspace = new Workspace();
  workspace.inflate(sourceOf(compressed), 0, compressed.length, STACK, size, STACK);
  return Buffer.from(workspace.view(STACK, size));
}

describe('inflating', () => {
  it('gives what was deflated, at every level and strategy', () => {
    fc.assert(
      fc.property(content, compression, (bytes, options) => {
        expect(inflated(deflateSync(bytes, options), bytes.length).equals(bytes)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses bytes that were changed or cut off, or gives the right ones all the same', () => {
    fc.assert(
      fc.property(content, compression, fc.nat(), fc.integer({ min: 0, max: 255 }), (bytes, options, at, mask) => {
        const damaged = deflateSync(bytes, options);
        const place = at % damaged.length;
        damaged[place] = (damaged[place] as number) ^ mask;
        let result;
        try {
          result = inflated(mask === 0 ? damaged.subarray(0, place) : damaged, bytes.length);
        } catch (error) {
          expect(String(error)).toContain('damaged');
          return;
        }
        expect(result.equals(bytes)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('ends where it should, whatever is copied in words up to there', () => {
    const workspace = new Workspace();
    for (let period = 1; period <= 40; period++) {
      for (let size = 0; size < 100; size++) {
        const bytes = Buffer.from(Array.from({ length: size }, (_, at) => (at % period) * 7 + 1));
        const compressed = deflateSync(bytes);
        const behind = workspace.bytes.subarray(STACK + size + SLACK, STACK + 256).fill(0xee);
        workspace.inflate(sourceOf(compressed), 0, compressed.length, STACK, size, STACK + 256);
        expect(workspace.bytes.subarray(STACK, STACK + size).equals(bytes)).toBe(true);
        expect(behind.every((byte) => byte === 0xee)).toBe(true);
      }
    }
  });

  it.each([1, 15, 16, 17, 5551, 5552, 5553, 5568, 11_104, 100_000])('checks the sum of %i bytes', (size) => {
    const bytes = Buffer.alloc(size, 0xff);
    const stored = deflateSync(bytes, { level: 0 });
    expect(inflated(stored, size).equals(bytes)).toBe(true);
    stored[stored.length - 5] = 0xfe;
    expect(() => inflated(stored, size)).toThrow('damaged');
  });

  it('refuses a stream of another size, and one that goes on behind its end', () => {
    for (let size = 1; size < 40; size++) {
      const bytes = Buffer.from('the quick brown fox jumps over the lazy dog'.slice(0, size));
      const compressed = deflateSync(bytes, { strategy: 2 });
      expect(inflated(compressed, size).equals(bytes)).toBe(true);
      for (const other of [0, size - 1, size + 1]) expect(() => inflated(compressed, other)).toThrow('damaged');
      for (let length = 0; length < compressed.length; length++) {
        expect(() => inflated(compressed.subarray(0, length), size)).toThrow('damaged');
      }
    }
  });
});

describe('the codes of a block', () => {
  const LETTERS = 'abcdefghijklm';
  const letters = Array.from(LETTERS, (letter) => literal(letter.charCodeAt(0)));
  /** One code of each length, and two of the longest, 15 bits. */
  const steep = (symbols: readonly number[]): CodeLengths =>
    Object.fromEntries(symbols.map((symbol, at) => [symbol, Math.min(at + 1, 15)]));
  const A = 97;

  it('may be longer than what the tables are looked up by', () => {
    const literals = steep([...Array.from(LETTERS, (letter) => letter.charCodeAt(0)), 256, 257, 285]);
    const distances = steep([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0, 1, 2, 3, 29]);
    let text = LETTERS;
    const again = (length: number, distance: number): void => {
      for (let at = 0; at < length; at++) text += text.at(-distance);
    };
    again(3, 3);
    again(258, 4);
    again(3, 1);
    const said = [...letters, ...match(257, 2), ...match(285, 3), ...match(257, 0), ...letters, end];
    const bytes = Buffer.from(text + LETTERS);
    const compressed = dynamicStream(literals, distances, said, bytes);
    expect(inflateSync(compressed).equals(bytes)).toBe(true);
    expect(inflated(compressed, bytes.length).equals(bytes)).toBe(true);
  });

  const two: CodeLengths = { [A]: 1, 256: 2, 257: 2 };
  const four = Buffer.from('aaaa');
  const repeats = [literal(A), ...match(257, 0), end];

  it('may be a single one for distances, of one bit', () => {
    const compressed = dynamicStream(two, { 0: 1 }, repeats, four);
    expect(inflateSync(compressed).equals(four)).toBe(true);
    expect(inflated(compressed, 4).equals(four)).toBe(true);
  });

  it('may be none for distances, when there is no match', () => {
    const compressed = dynamicStream({ [A]: 1, 256: 1 }, {}, [literal(A), end], Buffer.from('a'));
    expect(inflateSync(compressed).toString()).toBe('a');
    expect(inflated(compressed, 1).toString()).toBe('a');
  });

  // Where codes are missing, 15 bits set mean nothing, neither in a table nor behind it.
  const nothing = { of: 'distances', symbol: null, extra: [0x7fff, 15] } as const;
  const toNothing = [literal(A), literal(257), nothing, end];
  it.each<[string, Buffer, string]>([
    ['a distance without any code', dynamicStream(two, {}, toNothing, four), 'invalid distance code'],
    ['the other half of a single code', dynamicStream(two, { 0: 1 }, toNothing, four), 'invalid distance code'],
    ['a distance that has no code', dynamicStream(two, { 0: 2 }, toNothing, four), 'invalid distances set'],
    ['a long one that has no code', dynamicStream(two, { 0: 15 }, toNothing, four), 'invalid distances set'],
    ['a literal that has no code', dynamicStream({ [A]: 2, 256: 14 }, {}, [nothing], four), 'invalid literal'],
    ['no end of the block', dynamicStream({ [A]: 1 }, {}, [nothing], four), 'missing end-of-block'],
    ['more codes than can be', dynamicStream({ [A]: 1, 98: 1, 256: 1 }, { 0: 1 }, repeats, four), 'invalid literal'],
    ['one long code too many', dynamicStream({ [A]: 1, 98: 1, 256: 15 }, {}, [end], four), 'invalid literal'],
    ['a length that is none', fixedStream([literal(A), ...match(286, 0), end], four), 'invalid literal'],
    ['a distance that is none', fixedStream([literal(A), ...match(257, 30), end], four), 'invalid distance code'],
    ['a distance before the beginning', fixedStream([literal(A), ...match(257, 1), end], four), 'too far back'],
    ['a repetition of nothing', streamWithLengths([[16]], 257, 1), 'invalid bit length repeat'],
    [
      'a repetition beyond the end',
      streamWithLengths(
        [
          [18, 127],
          [18, 127],
        ],
        257,
        1,
      ),
      'invalid bit length repeat',
    ],
  ])('%s is refused', (_, compressed, why) => {
    expect(() => inflateSync(compressed)).toThrow(why);
    expect(() => inflated(compressed, 4)).toThrow('damaged');
  });

  it('are no reason to write more than there should be', () => {
    for (const said of [
      [literal(A), ...match(285, 0), end],
      [...Array<Said>(7).fill(literal(A)), end],
    ]) {
      expect(() => inflated(fixedStream(said, four), 4)).toThrow('damaged');
    }
  });
});

describe('applying a delta', () => {
  const base = Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 251));

  function applied(instructions: readonly number[], size: number): Buffer {
    const delta = Buffer.from([...varint(base.length), ...varint(size), ...instructions]);
    const workspace = new Workspace();
    const out = STACK + base.length + SLACK;
    workspace.reserve(out);
    workspace.bytes.set(base, STACK);
    // What an earlier delta leaves behind must not pass for operands.
    const earlier = deflateSync(Buffer.alloc(100, 1));
    workspace.inflateDelta(sourceOf(earlier), 0, earlier.length, 100, out);
    const compressed = deflateSync(delta);
    const place = workspace.inflateDelta(sourceOf(compressed), 0, compressed.length, delta.length, out);
    expect(workspace.resultSize(place)).toBe(size);
    workspace.apply(place, STACK, base.length, out, size);
    return Buffer.from(workspace.view(out, size));
  }

  it('reads the offset and the size of a copy by whichever of their bytes there are', () => {
    for (let present = 0; present < 128; present++) {
      const operands = [3, 1, 0, 0, 5, 2, 0].map((byte, at) => ((present >> at) & 1 ? byte : 0));
      const offset = operands[0]! + operands[1]! * 256;
      const size = operands[4]! + operands[5]! * 256 || 65_536;
      const said = operands.filter((_, at) => (present >> at) & 1);
      expect(applied([128 + present, ...said], size).equals(base.subarray(offset, offset + size))).toBe(true);
    }
  });

  it('makes with a margin whatever counts as new with that margin', () => {
    const copy = fc
      .tuple(fc.nat(base.length - 1), fc.integer({ min: 1, max: 5000 }))
      .map(([offset, most]): Instruction => ({ offset, size: Math.min(most, base.length - offset) }));
    const insertion = fc.integer({ min: 1, max: 40 }).map((size): Instruction => ({ offset: null, size }));
    const margin = fc.integer({ min: 16, max: 300 });
    const workspace = new Workspace();
    fc.assert(
      fc.property(
        fc.array(fc.oneof(copy, insertion), { minLength: 1, maxLength: 12 }),
        margin,
        (instructions, bytes) => {
          const size = instructions.reduce((sum, instruction) => sum + instruction.size, 0);
          const delta = Buffer.from([...varint(base.length), ...varint(size), ...instructions.flatMap(written)]);
          const out = STACK + base.length + SLACK;
          workspace.reserve(out + size);
          workspace.bytes.set(base, STACK);
          workspace.bytes.fill(0xee, out, out + size);
          const compressed = deflateSync(delta);
          const place = workspace.inflateDelta(sourceOf(compressed), 0, compressed.length, delta.length, out);
          const news = (): Buffer => Buffer.from(workspace.novelties(place, out, size, bytes) ?? []);
          workspace.apply(place, STACK, base.length, out, size, bytes);
          const partial = news();
          workspace.apply(place, STACK, base.length, out, size);
          expect(partial.equals(news())).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each<[string, number[], number]>([
    ['an instruction that is none', [0], 1],
    ['a copy from behind the base', [128 + 0b001_0100, 2, 1], 1],
    ['a copy of more than the base has', [128 + 0b111_0001, 1, 0x70, 0x11, 1], 70_000],
    ['a copy whose operands are cut off', [1, 97, 128 + 0b001_0001, 0], 2],
    ['an insertion that is cut off', [3, 97, 98], 3],
    ['a smaller result', [1, 97], 2],
    ['a larger result', [3, 97, 98, 99], 2],
  ])('%s is refused', (_, instructions, size) => {
    expect(() => applied(instructions, size)).toThrow('damaged');
  });
});

/** A copy from the base, or an insertion. */
interface Instruction {
  readonly offset: number | null;
  readonly size: number;
}

function written({ offset, size }: Instruction): number[] {
  if (offset === null) return [size, ...Array<number>(size).fill(0xff)];
  return [0b1011_0111, offset & 255, (offset >> 8) & 255, offset >> 16, size & 255, size >> 8];
}

/** A size at the head of a delta (gitformat-pack(5)). */
function varint(value: number): number[] {
  return value < 128 ? [value] : [128 + (value % 128), ...varint(Math.floor(value / 128))];
}
