import { describe, expect, it } from 'vitest';
import { spelled } from '../../src/detect/decoders/escapes.js';
import { Kind, NEEDLES } from '../../src/detect/needles.js';

const DASHES = ['sk-', 'sk%', 'sk&'];
const WIDE = ['s\0k\0-\0'];

/** What the rows for base64 stand for, in their order: each at the three offsets. */
const INNERS = [DASHES, WIDE, ['c2st'], ['NrL'], ['zay'], ['736b2d'], ['736B2D']];

/** Which characters may stand where in the base64 of `inners` that begin `offset` bytes into a group, by encoding them. */
function encodings(inners: readonly string[], offset: number): { places: string[]; intoGroup: number } {
  const places: Set<string>[] = [];
  for (const inner of inners) {
    for (let byte = 0; byte < 256; byte++) {
      const around = Buffer.alloc(3, byte);
      const bytes = Buffer.concat([around.subarray(0, offset), Buffer.from(inner, 'latin1'), around]);
      const length = Math.ceil((8 * (offset + inner.length)) / 6);
      for (let at = 0; at < length; at++) (places[at] ??= new Set()).add(bytes.toString('base64')[at]!);
    }
  }
  const known = places.map(({ size }) => size <= 4 * inners.length);
  const first = known.indexOf(true);
  return { places: places.slice(first, known.lastIndexOf(true) + 1).map(inOrder), intoGroup: first };
}

function inOrder(characters: Iterable<string>): string {
  return [...characters].sort().join('');
}

describe('needles', () => {
  it('for base64 allow what base64 makes of their texts at every offset, and nothing else', () => {
    const expected = INNERS.flatMap((inners) => [0, 1, 2].map((offset) => encodings(inners, offset)));
    const rows = NEEDLES.filter(({ kind }) => kind === Kind.base64);
    const written = rows.map(({ classes, intoGroup }) => ({
      places: classes.map((bytes) => inOrder(bytes.map((byte) => String.fromCharCode(byte)))),
      intoGroup,
    }));
    expect(written).toEqual(expected);
  });

  it('for escapes ask for what the decoder reads', () => {
    const rows = NEEDLES.filter(({ kind }) => kind === Kind.escaped);
    const [dash, ...tails] = rows.map(({ spells }) => spells?.source);
    expect(dash).toBe(`^sk${spelled('-')}`);
    expect(new Set(tails)).toEqual(new Set([`^(?:(?:[%x{]|u00)73[};]?|#115;)${spelled('k')}`]));
  });

  it('have windows of three places and one of eight groups', () => {
    for (const { classes, window, bucket } of NEEDLES) {
      expect(window + 3).toBeLessThanOrEqual(classes.length);
      expect(bucket).toBeGreaterThanOrEqual(0);
      expect(bucket).toBeLessThan(8);
    }
  });
});
