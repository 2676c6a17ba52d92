import { Buffer } from 'node:buffer';
import { isOneApiBody } from '../keys/one-api.js';
import { isOpenAiBody } from '../keys/openai.js';
import { hasMark, isBinary, isUnmarkedUtf16, SNIFF } from './decode.js';
import { Kind, NEEDLES, OF_CONTENTS, requestNeedles, SIGNS, type Needle } from './needles.js';
import { CAPACITY, createKernel } from './kernel/kernel.js';
import { IN_A_FORM, isAlphanumeric, isOfKey, JOINING, leftBoundary } from './boundaries.js';

/**
 * Answers one question about raw bytes, fast: could a key be in here? "No" is certain, "yes" only means that
 * {@link detect} has to look.
 */
export interface Prefilter {
  /** Names of the user's gateways, if it looks for requests to gateways too; `null`: for keys only. */
  readonly gateways: readonly string[] | null;
  /** Read straight into this; it is reused, so whoever keeps bytes copies them. */
  readonly window: Buffer;
  /**
   * Which readers the first `length` bytes of `window` are for, as bits of {@link Kind}; 0: nobody. `isBinaryFile` where
   * they are not the beginning of what they stand in.
   */
  kindsInWindow(length: number, isBinaryFile?: boolean): number;
  /** The same for bytes that stand elsewhere, of any length. */
  kinds(bytes: Uint8Array): number;
  /** Whether there is any reader for them. */
  test(bytes: Uint8Array): boolean;
  /**
   * As `test`, for a part of a text: what another part would have to confirm counts too. So a text whose parts are all
   * denied, each with {@link PART_MARGIN} bytes of its neighbours, holds no key.
   */
  testPart(bytes: Uint8Array): boolean;
  /** As `testPart`, for short texts with zeros between them, as in a tree of git: that is no UTF-16. */
  testNames(bytes: Uint8Array): boolean;
  /** The same for names that are text already, where whatever is no key does not count. */
  testTexts(names: readonly string[]): boolean;
}

/** The longest stretch that the prefilter looks at together: a needle, 64 bytes before it and as many behind it. */
export const PART_MARGIN = 128;

/** Bytes two windows share, so that no needle with what confirms it is cut: the longest key and its left context. */
const OVERLAP = 512;

/** With `gateways` (hosts and names of variables, maybe none) it also stops at texts about requests to them or to any gateway. */
export function createPrefilter(gateways: readonly string[] | null = null): Prefilter {
  const needles = gateways === null ? NEEDLES : [...NEEDLES, ...requestNeedles(gateways)];
  const kernel = createKernel(needles);
  const byByte = tableByByte(needles);
  const window = kernel.bytes;
  const head = window.subarray(0, SNIFF);

  function foundAmongNames(length: number): number {
    if (length >= 2 && hasMark(window)) return Kind.wide;
    let found = 0;
    kernel.find(length, (at, isRun) => {
      found |= isRun ? confirmRun(window, length, at) : confirm(window, length, at, byByte);
    });
    return found;
  }

  function foundInWindow(length: number): number {
    const found = foundAmongNames(length);
    // The needles know `sk-` in UTF-16, and nothing else in it: what is encoded, or has no prefix, only shows once decoded.
    const zero = head.indexOf(0);
    const hasZero = zero !== -1 && zero < length;
    return hasZero && isUnmarkedUtf16(window.subarray(0, length)) ? found | Kind.wide : found;
  }

  function kindsInWindow(length: number, isBinaryFile?: boolean): number {
    const found = foundInWindow(length);
    if (found === 0) return 0;
    let kinds = found & ~NO_KINDS;
    // Short texts after `sk-` are keys to LiteLLM alone.
    if (found & WEAK && namesLiteLlm(window, length)) kinds |= Kind.plain;
    if (kinds & OF_TEXT && (isBinaryFile ?? isBinary(window.subarray(0, length)))) {
      kinds &= found & PROVED_RUN ? ~SIGNS : ~OF_TEXT;
    }
    return kinds;
  }

  /** What `look` says of each part of `bytes` that fits into the window, together. */
  function together(bytes: Uint8Array, look: (length: number) => number): number {
    // Nearly always: a view less.
    if (bytes.length <= CAPACITY) {
      window.set(bytes);
      return look(bytes.length);
    }
    let kinds = 0;
    for (let from = 0; from < bytes.length; from += CAPACITY - OVERLAP) {
      const part = bytes.subarray(from, from + CAPACITY);
      window.set(part);
      kinds |= look(part.length);
      if (from + CAPACITY >= bytes.length) break;
    }
    return kinds;
  }

  function kinds(bytes: Uint8Array): number {
    if (bytes.length <= CAPACITY) return together(bytes, kindsInWindow);
    const isBinaryFile = isBinary(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    return together(bytes, (length) => kindsInWindow(length, isBinaryFile));
  }

  function foundInTexts(names: readonly string[]): number {
    const text = names.join('\0');
    // Written where it is looked through: nothing is made that must be thrown away.
    if (text.length * LONGEST_UTF8 <= CAPACITY) return foundAmongNames(window.write(text));
    return together(Buffer.from(text), foundAmongNames);
  }

  return {
    gateways,
    window,
    kindsInWindow,
    kinds,
    test: (bytes) => kinds(bytes) !== 0,
    testPart: (bytes) => together(bytes, foundInWindow) !== 0,
    testNames: (bytes) => together(bytes, foundAmongNames) !== 0,
    testTexts: (names) => (foundInTexts(names) & ~OF_CONTENTS) !== 0,
  };
}

/** Bytes that one unit of UTF-16 takes at most. */
const LONGEST_UTF8 = 3;

let forKeys: Prefilter | null = null;

/** One for all who have the bytes at hand: only who reads into its `window` needs one alone. */
export function keyPrefilter(): Prefilter {
  return (forKeys ??= createPrefilter());
}

/** Not a kind: `sk-` with a text so short that only LiteLLM would take it. */
const WEAK = 1 << 30;
/** Not a kind: a run that has the structure of a key, or OpenAI's marker. */
const PROVED_RUN = 1 << 29;
const NO_KINDS = WEAK | PROVED_RUN;

/** In a binary file these mean nothing, but for a run that proves itself. */
const OF_TEXT = SIGNS | Kind.run;

function namesLiteLlm(bytes: Buffer, length: number): boolean {
  const part = bytes.subarray(0, length);
  return (
    part.includes('itellm', 0, 'latin1') || part.includes('ITELLM', 0, 'latin1') || part.includes('iteLLM', 0, 'latin1')
  );
}

type NeedleTable = readonly (readonly Needle[])[];

/** Needles by the first byte of their window. */
function tableByByte(needles: readonly Needle[]): NeedleTable {
  const table = Array.from({ length: 256 }, (): Needle[] => []);
  for (const needle of needles) for (const byte of needle.classes[needle.window]!) table[byte]!.push(needle);
  return table;
}

/** Which reader the place is for: a bit of {@link Kind}, {@link WEAK}, or 0. */
function confirm(bytes: Buffer, length: number, at: number, byByte: NeedleTable): number {
  for (const needle of byByte[bytes[at]!]!) {
    const start = at - needle.window;
    if (start < 0 || start + needle.classes.length > length || !standsAt(bytes, start, needle)) continue;
    const found = worth(bytes, length, start, needle);
    if (found !== 0) return found;
  }
  return 0;
}

function standsAt(bytes: Buffer, start: number, { classes }: Needle): boolean {
  for (let place = 0; place < classes.length; place++) {
    const allowed = classes[place]!;
    if (allowed.length === 1 ? bytes[start + place] !== allowed[0] : !allowed.includes(bytes[start + place]!))
      return false;
  }
  return true;
}

function worth(bytes: Buffer, length: number, start: number, needle: Needle): number {
  const end = start + needle.classes.length;
  switch (needle.kind) {
    case Kind.plain:
      return worthOfPlain(bytes, length, start);
    case Kind.escaped:
      return needle.spells!.test(bytes.toString('latin1', start, Math.min(length, start + LONGEST_SPELLING)))
        ? Kind.escaped
        : 0;
    case Kind.base64:
      return worthOfBase64(bytes, length, start, needle);
    case Kind.hex:
      return runLength(bytes, end, length, isAlphanumeric) >= LEAST_HEX ? Kind.hex : 0;
    case Kind.codes:
      return /^\s*107\s*,\s*45\b/.test(bytes.toString('latin1', end, Math.min(length, end + 32))) ? Kind.codes : 0;
    default:
      return needle.isWorth?.(wordAround(bytes, length, start, end)) === false ? 0 : needle.kind;
  }
}

/** How far from a needle the word goes on that it stands in; no name of a key is longer. */
const LONGEST_WORD = 64;

function wordAround(bytes: Buffer, length: number, start: number, end: number): string {
  let first = start;
  while (first > 0 && start - first < LONGEST_WORD && isName(bytes[first - 1]!)) first--;
  const last = end + Math.min(runLength(bytes, end, length, isName), LONGEST_WORD);
  return bytes.toString('latin1', first, last);
}

function isName(code: number): boolean {
  return isAlphanumeric(code) || code === 0x5f;
}

/** The shortest keys that are reported have 16 characters behind `sk-`: 22 in base64, of which the needle may cover 4. */
const LEAST_BASE64 = 18;
const LEAST_HEX = 32;
/** A word this long after `sk-` is looked at. */
const LEAST_WORD = 20;

function worthOfPlain(bytes: Buffer, length: number, start: number): number {
  if (
    start > 0 &&
    isAlphanumeric(bytes[start - 1]!) &&
    leftBoundary(bytes.toString('latin1', Math.max(0, start - 32), start), Math.min(start, 32)) === null
  ) {
    // In a binary file nothing separates a key from what stands before it; there its own form has to prove it. The names
    // of CSS that stand there one behind the other have neither digits nor capitals.
    const word = bytes.toString('latin1', start + 3, Math.min(length, start + 3 + 128)).match(/^[\w-]*/)![0];
    return word.length >= 48 && /[\dA-Z]/.test(word.slice(0, 48)) ? Kind.plain : 0;
  }
  const word = runLength(bytes, start + 3, length, isOfKey);
  if (word >= LEAST_WORD) return Kind.plain;
  const next = start + 3 + word < length ? bytes[start + 3 + word]! : 0;
  if (GOES_ON.has(next)) return Kind.plain;
  const around = BREAKS.get(next);
  if (around?.test(bytes.toString('latin1', Math.max(0, start - LONGEST_LEFT), start + 3 + word)) === true) {
    return Kind.plain;
  }
  return word >= 4 ? WEAK : 0;
}

/** What is no letter, digit, dash or underscore in a key near its beginning, and what the text before it has to end with. */
const BREAKS: ReadonlyMap<number, RegExp> = new Map([
  // DashScope's signed keys: `sk-sp-D.HLDPR.…`.
  [0x2e, /sk-(?:sp|ws)-[A-Z]$/],
  // LM Studio's: `sk-lm-…:…`.
  [0x3a, /sk-lm-[0-9A-Za-z]{8}$/],
  // Requesty's are base64.
  [0x2f, /rqsty-sk-[0-9A-Za-z]*$/],
]);
/** `rqsty-` */
const LONGEST_LEFT = 6;

/** After a piece of a key, these may lead to the next piece: quotes, `$`, `{`, `%`, `&`, `\`, `+`, line ends, `#`, `=`. */
const GOES_ON = bytesOf('"\'`${%&\\+\n\r#=<');

/** Three characters of `sk-` may be escaped several times over, each time longer; in bytes. */
const LONGEST_SPELLING = 96;

function worthOfBase64(bytes: Buffer, length: number, start: number, { classes, intoGroup }: Needle): number {
  const end = start + classes.length;
  if (runLength(bytes, end, length, isBase64) < LEAST_BASE64)
    return goesOnElsewhere(bytes, end, length) ? Kind.base64 : 0;
  // What a key is in is text. Where the first characters of the group stand elsewhere, only decoding can tell.
  const first = start - intoGroup!;
  const text = bytes.toString('latin1', Math.max(first, 0), end + LEAST_BASE64);
  if (first < 0 || !/^[\w+/-]+$/.test(text)) return Kind.base64;
  const decoded = Buffer.from(text, 'base64');
  const behind = Math.ceil(((intoGroup! + classes.length) * 6) / 8);
  return decoded.subarray(behind).every(isTextual) ? Kind.base64 : 0;
}

/** What stands in ASCII text; and zeros, for UTF-16. */
function isTextual(byte: number): boolean {
  return (byte >= 0x20 && byte <= 0x7e) || byte === 0 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** Base64 may be wrapped right after the needle, or split over two literals. */
function goesOnElsewhere(bytes: Buffer, end: number, length: number): boolean {
  const at = end + runLength(bytes, end, length, isBase64);
  return at < length && ENDS_OF_PIECES.has(bytes[at]);
}

const ENDS_OF_PIECES = bytesOf('\n\r\\"\'`');

/** Whether the run of 48 letters and digits, or a few more, that begins at `start` may be a key. */
function confirmRun(bytes: Buffer, length: number, start: number): number {
  const end = start + runLength(bytes, start, length, isAlphanumeric);
  if (GOES_ON_BEHIND.has(bytes[end])) return 0;
  if (GOES_ON_BEFORE.has(bytes[start - 1]) && !isInAForm(bytes, start)) return 0;
  // A letter or two more may be the tail of an escape: `\n`, `%20`.
  if (!isMixed(bytes, end - 48, end)) return 0;
  const body = bytes.toString('latin1', end - 48, end);
  return isOneApiBody(body) || isOpenAiBody(body) ? Kind.run | PROVED_RUN : Kind.run;
}

const GOES_ON_BEFORE = bytesOf(JOINING.before);
const GOES_ON_BEHIND = bytesOf(JOINING.behind);

function bytesOf(characters: string): ReadonlySet<number | undefined> {
  return new Set([...characters].map((char) => char.charCodeAt(0)));
}

function isInAForm(bytes: Buffer, start: number): boolean {
  return bytes.toString('latin1', start - IN_A_FORM.length, start).toLowerCase() === IN_A_FORM;
}

/** Whether small letters, capitals and digits all occur: random text of 48 lacks one of them once in 5,000. */
function isMixed(bytes: Buffer, start: number, end: number): boolean {
  let seen = 0;
  for (let at = start; at < end; at++) seen |= bytes[at]! < 0x40 ? 1 : bytes[at]! < 0x60 ? 2 : 4;
  return seen === 7;
}

function runLength(bytes: Buffer, from: number, length: number, belongs: (code: number) => boolean): number {
  const end = Math.min(length, from + 128);
  let at = from;
  while (at < end && belongs(bytes[at]!)) at++;
  return at - from;
}

function isBase64(code: number): boolean {
  return isOfKey(code) || code === 0x2b || code === 0x2f || code === 0x25;
}
