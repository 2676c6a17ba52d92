import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonError, parseJsonc } from '../../src/config/jsonc.js';

describe('what it reads', () => {
  it('reads everything that JSON.parse reads, to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseJsonc(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('takes comments and trailing commas, and leaves what stands in strings', () => {
    const text = `\uFEFF// first\n{ /* a */ "a": [1, 2, /* b */], // end\r\n "b//": "/* no comment */ // nor this", }\n/* last */`;
    expect(parseJsonc(text)).toEqual({ a: [1, 2], 'b//': '/* no comment */ // nor this' });
  });

  it('makes __proto__ a member like any other', () => {
    const value = parseJsonc('{"__proto__": {"polluted": true}}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('what it refuses', () => {
  it.each([
    ['', 'expected a value', 1, 1],
    ['{\n  "a": 1\n  "b": 2\n}', 'expected "," or "}"', 3, 3],
    ['{ a: 1 }', 'expected a string in double quotes', 1, 3],
    ["{ 'a': 1 }", 'expected a string in double quotes', 1, 3],
    ['{ "a" 1 }', 'expected ":"', 1, 7],
    ['[1, 2', 'expected "," or "]"', 1, 6],
    ['[,]', 'expected a value', 1, 2],
    ['{} {}', 'expected the end of the file', 1, 4],
    ['["a\nb"]', 'expected a string in double quotes', 1, 2],
    ['{ "a": 1, "a": 2 }', 'expected a name that this object does not hold yet', 1, 11],
    ['[01]', 'expected "," or "]"', 1, 3],
    ['[NaN]', 'expected a value', 1, 2],
    ['/* open', 'expected a value', 1, 1],
  ])('%j: %s', (text, message, line, column) => {
    expect(errorOf(text)).toMatchObject({ message, line, column });
  });

  it('refuses bottomless nesting without running out of stack', () => {
    expect(errorOf('['.repeat(100_000)).message).toBe('expected at most 100 levels of nesting');
  });
});

function errorOf(text: string): JsonError {
  try {
    parseJsonc(text);
  } catch (error) {
    if (error instanceof JsonError) return error;
    throw error;
  }
  throw new Error('it was read');
}
