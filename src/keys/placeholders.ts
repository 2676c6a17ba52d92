import { DICTIONARY } from './words.js';

/**
 * Tells invented keys from minted ones. A minted body is uniformly random, so each test below states how often random
 * text of 48 letters and digits would fail it: those odds are the price in missed keys, and they are kept under one in
 * 100,000 each. Entropy is not asked: at the usual cut it loses one real key in eight.
 */

/**
 * Why a body is invented, for people; `null` for one that looks minted. Of `short` texts, which a person chose and a
 * server may take all the same (`sk-1234`), only those count that say so in words.
 */
export function placeholderReason(body: string, kind: 'minted' | 'short' = 'minted'): string | null {
  for (const { says, test, short } of TESTS) {
    if (kind === 'short' && short !== true) continue;
    const found = test(body);
    if (found !== null) return found === '' ? says : `${says}: ${found}`;
  }
  return null;
}

interface PlaceholderTest {
  readonly says: string;
  /** What was found (may be empty), or `null`. It is a word of our own lists or a count, never a piece of a key. */
  readonly test: (body: string) => string | null;
  /** Whether it holds for texts that a person chose, too. */
  readonly short?: boolean;
}

const TESTS: readonly PlaceholderTest[] = [
  { says: 'one character repeated', test: repeatedCharacter, short: true },
  { says: 'too few different characters', test: fewCharacters },
  { says: 'one piece repeated', test: repeatedPiece },
  { says: 'characters in sequence', test: sequence },
  { says: 'a walk along the keyboard', test: keyboardWalk },
  { says: 'a word that stands for a key', test: placeholderWord, short: true },
  { says: 'made of dictionary words', test: dictionary },
];

/** Random text has a run of 7 equal characters once in 10^9. */
function repeatedCharacter(body: string): string | null {
  return /(.)\1{6}/.test(body) ? '' : null;
}

/**
 * Random bodies of 48 have 34 different characters on average, and fewer than 14 never in 10^6 trials; of 32 hexadecimal digits
 * fewer than 6 once in 10^9.
 */
function fewCharacters(body: string): string | null {
  const different = new Set(body).size;
  const hexadecimal = /^[0-9a-f-]+$/i.test(body);
  const least = hexadecimal ? 6 : Math.min(14, Math.floor(body.length / 3));
  return different < least ? String(different) : null;
}

/** A body that is mostly one piece of up to 16 characters again and again (`abc123abc123…`). */
function repeatedPiece(body: string): string | null {
  for (let period = 2; period <= 16 && period * 2 <= body.length; period++) {
    let equal = 0;
    for (let at = period; at < body.length; at++) if (body[at] === body[at - period]) equal++;
    if (equal >= 12 && equal >= (body.length - period) * 0.6) return '';
  }
  return null;
}

/**
 * Runs that count up or down: `abcdef`, `123456`, `987654`, several short ones, `abcd1234ABCD5678`, and two interleaved
 * ones, `a1b2c3d4`. A run of 7 in random text: once in 10^8; three of 4: once in 10^8, in 64 hexadecimal digits once in 10^5;
 * of 8 interleaved: once in 10^8.
 */
function sequence(body: string): string | null {
  const lengths = runLengths(body);
  const isCounted = Math.max(...lengths) >= 7 || lengths.filter((length) => length >= 4).length >= 3;
  return isCounted || longestInterleaved(body) >= 8 ? '' : null;
}

/** How long the stretches are that count on, up or down; where they turn, a character belongs to two. */
function runLengths(body: string): number[] {
  const lengths: number[] = [];
  for (let start = 0; start < body.length;) {
    const end = Math.max(endOfRun(body, start, 1), endOfRun(body, start, -1));
    lengths.push(end - start);
    start = Math.max(start + 1, end - 1);
  }
  return lengths;
}

function endOfRun(body: string, start: number, step: number): number {
  let end = start + 1;
  while (end < body.length && follows(body, end - 1, end, step)) end++;
  return end;
}

/** The longest stretch in which both every other character and the ones between them count on. */
function longestInterleaved(body: string): number {
  let longest = 0;
  for (const step of [1, -1]) {
    let length = 0;
    for (let at = 2; at < body.length; at++) {
      length = follows(body, at - 2, at, step) ? length + 1 : 0;
      longest = Math.max(longest, length + 2);
    }
  }
  return longest;
}

/** Whether the character at `to` is the next one after that at `from`, 9 going on with 0 and case set aside. */
function follows(body: string, from: number, to: number, step: number): boolean {
  const a = body.charCodeAt(from) | 0x20;
  const b = body.charCodeAt(to) | 0x20;
  return b - a === step || (step === 1 && a === 0x39 && b === 0x30) || (step === -1 && a === 0x30 && b === 0x39);
}

const KEYBOARD_ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qazwsxedc', '1qaz2wsx', 'azertyuiop', 'qwertz'];

/** Six neighbours of one row, case folded: in random text once in 10^6. */
function keyboardWalk(body: string): string | null {
  const folded = body.toLowerCase();
  for (const row of KEYBOARD_ROWS) {
    for (let start = 0; start + 6 <= row.length; start++) {
      if (folded.includes(row.slice(start, start + 6))) return row;
    }
  }
  return null;
}

/**
 * Words people write where a key belongs. Long ones count anywhere; short ones would turn up in random text by chance, so
 * they count only as a whole piece between separators or case changes, and only in one case pattern.
 * Source: documentation of New API, One API, OpenAI and their clients; rules of other scanners, November 2026.
 */
const LONG_WORDS = [
  'apikey',
  'api-key',
  'api_key',
  'placeholder',
  'changeme',
  'change-me',
  'change_me',
  'example',
  'redacted',
  'replace',
  'insert',
  'goeshere',
  'goes-here',
  'yourkey',
  'your-key',
  'your_key',
  'yourapi',
  'your-',
  'your_',
  'votre',
  'sample',
  'dummy-',
  'dummykey',
  'fakekey',
  'fake-',
  'fake_',
  'testkey',
  'test-key',
  'test_key',
  'testing',
  'secretkey',
  'secret-key',
  'notreal',
  'not-real',
  'not-a-real',
  'notakey',
  'undefined',
  'xxxxx',
  'mykey',
  'my-key',
  'my_key',
  'deadbeef',
  'lorem',
  'ipsum',
  'foobar',
  'foo-bar',
  'todo-',
  'openaikey',
  'hunter2',
  'password',
  'key-here',
  'keyhere',
  'tokenhere',
  'token-here',
  'mocked',
  'mock-',
  'mock_',
  'invalid',
  'redact',
  'unused',
];
const SHORT_WORDS = [
  'your',
  'fake',
  'test',
  'demo',
  'dummy',
  'here',
  'mock',
  'xxxx',
  'todo',
  'mine',
  'none',
  'null',
  'key',
  'some',
  'real',
];

function placeholderWord(body: string): string | null {
  const folded = body.toLowerCase();
  const long = LONG_WORDS.find(
    (word) => folded.includes(word) && inOnePattern(body, folded.indexOf(word), word.length),
  );
  if (long !== undefined) return long;
  const pieces = body
    .split(/[-_]|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])/)
    .map((piece) => piece.toLowerCase());
  const short = pieces.filter((piece) => SHORT_WORDS.includes(piece));
  // Two of them, or one that is a good part of a short body.
  return short.length >= 2 || (short.length === 1 && body.length <= 16) ? short.join(', ') : null;
}

/** Whether the letters of the stretch are all lower, all upper, or capitalised words, as people write and chance does not. */
function inOnePattern(body: string, start: number, length: number): boolean {
  const stretch = body.slice(start, start + length);
  return /^(?:[^A-Z]+|[^a-z]+|(?:[A-Z][a-z]+[-_]?)+|[a-z]+(?:[A-Z][a-z]+)+)$/.test(stretch);
}

const LONGEST_WORD = Math.max(...[...DICTIONARY].map((word) => word.length));

/** Words in one case pattern that cover 40 % of the body, at least three of them: random text of 48 never did in 10^6 trials. */
function dictionary(body: string): string | null {
  const folded = body.toLowerCase();
  let covered = 0;
  let words = 0;
  for (let at = 0; at < body.length;) {
    const length = wordAt(body, folded, at);
    if (length > 0) words++;
    covered += length;
    at += length || 1;
  }
  return words >= 3 && covered >= body.length * 0.4 ? `${words} words` : null;
}

/**
 * Whether a text is nothing but small dictionary words and numbers with what separates them, `secret` or `import-1234`: a
 * piece of a random key of four characters is one once in 60,000, a longer one far more rarely.
 */
export function isAllWords(text: string): boolean {
  const parts = text.split(/[-_]/);
  const words = parts.filter((part) => !/^\d{1,4}$/.test(part));
  return words.length > 0 && words.every((word) => DICTIONARY.has(word));
}

function wordAt(body: string, folded: string, at: number): number {
  for (let length = Math.min(LONGEST_WORD, body.length - at); length >= 4; length--) {
    if (DICTIONARY.has(folded.slice(at, at + length)) && inOnePattern(body, at, length)) return length;
  }
  return 0;
}
