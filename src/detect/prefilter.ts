import type { Buffer } from 'node:buffer';
import { Kind, NEEDLES, requestNeedles, type Needle } from './needles.js';
import { CAPACITY, createKernel } from './kernel/kernel.js';
import { isAlphanumeric, leftBoundary } from './boundaries.js';

/**
 * Answers one question about raw bytes, fast: could a key be in here? "No" is certain, "yes" only means that
 * {@link detect} has to look.
 */
export interface Prefilter {
  /** Names of the user's gateways, if it looks for requests to gateways too; `null`: for keys only. */
  readonly gateways: readonly string[] | null;
  /** Read straight into this; it is reused, so whoever keeps bytes copies them. */
  readonly window: Buffer;
  /** Whether the first `length` bytes of `window` hold a needle. */
  testWindow(length: number): boolean;
  /** The same for bytes that stand elsewhere, of any length. */
  test(bytes: Uint8Array): boolean;
  /**
   * As `test`, for a part of a text: what another part would have to confirm counts too. So a text whose parts are all
   * denied, each with {@link PART_MARGIN} bytes of its neighbours, holds no key.
   */
  testPart(bytes: Uint8Array): boolean;
  /** Which readers `bytes` are for, as bits of {@link Kind}. */
  kinds(bytes: Uint8Array): number;
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

  function kindsInWindow(length: number, enough: (kinds: number) => boolean, isPart = false): number {
    if (isUtf16Marked(window, length)) return Kind.wide;
    let kinds = 0;
    let weak = 0;
    kernel.find(length, (at, isRun) => {
      const found = isRun ? confirmRun(window, length, at) : confirm(window, length, at, byByte);
      if (found === WEAK) weak = found;
      else kinds |= found;
      return enough(kinds);
    });
    // Short texts after `sk-` are keys to LiteLLM alone.
    if (weak !== 0 && (kinds & Kind.plain) === 0 && (isPart || namesLiteLlm(window, length))) kinds |= Kind.plain;
    return kinds;
  }

  function kindsOf(bytes: Uint8Array, enough: (kinds: number) => boolean, isPart = false): number {
    let kinds = 0;
    for (let from = 0; from < bytes.length; from += CAPACITY - OVERLAP) {
      const part = bytes.subarray(from, from + CAPACITY);
      window.set(part);
      kinds |= kindsInWindow(part.length, enough, isPart);
      if (enough(kinds) || from + CAPACITY >= bytes.length) break;
    }
    return kinds;
  }

  const any = (kinds: number): boolean => kinds !== 0;
  const never = (): boolean => false;
  return {
    gateways,
    window,
    testWindow: (length) => kindsInWindow(length, any) !== 0,
    test: (bytes) => kindsOf(bytes, any) !== 0,
    testPart: (bytes) => kindsOf(bytes, any, true) !== 0,
    kinds: (bytes) => kindsOf(bytes, never),
  };
}

/** Not a kind: `sk-` with a text so short that only LiteLLM would take it. */
const WEAK = 1 << 30;

function isUtf16Marked(bytes: Buffer, length: number): boolean {
  return length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
}

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

/** Which reader the place is for: a bit of {@link Kind}, `WEAK`, or 0. */
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
    case Kind.base64:
      return runLength(bytes, end, length, isBase64) >= LEAST_BASE64 || goesOnElsewhere(bytes, end, length)
        ? Kind.base64
        : 0;
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
    // In a binary file nothing separates a key from what stands before it; there its own form has to prove it.
    return runLength(bytes, start + 3, length, isWord) >= 48 ? Kind.plain : 0;
  }
  const word = runLength(bytes, start + 3, length, isWord);
  if (word >= LEAST_WORD) return Kind.plain;
  const next = start + 3 + word < length ? bytes[start + 3 + word]! : 0;
  if (GOES_ON.has(next)) return Kind.plain;
  return word >= 4 ? WEAK : 0;
}

/** After a piece of a key, these may lead to the next piece: quotes, `$`, `{`, `%`, `&`, `\`, `+`, line ends, `#`, `=`. */
const GOES_ON: ReadonlySet<number> = new Set([...'"\'`${%&\\+\n\r#=<'].map((char) => char.charCodeAt(0)));

/** Base64 may be wrapped right after the needle, or split over two literals. */
function goesOnElsewhere(bytes: Buffer, end: number, length: number): boolean {
  const at = end + runLength(bytes, end, length, isBase64);
  return at < length && ENDS_OF_PIECES.has(bytes[at]!);
}

const ENDS_OF_PIECES: ReadonlySet<number> = new Set([...'\n\r\\"\'`'].map((char) => char.charCodeAt(0)));

/** Whether 48 letters and digits, no more and no fewer, stand around `at`: at a run's second full block. */
function confirmRun(bytes: Buffer, length: number, at: number): number {
  let start = at;
  while (start > 0 && isAlphanumeric(bytes[start - 1]!)) {
    start--;
    if (at - start > 64) return 0;
  }
  const end = at + runLength(bytes, at, length, isAlphanumeric);
  // A letter or two more may be the tail of an escape: `\n`, `%20`.
  if (end - start < 48 || end - start > 53) return 0;
  return isMixed(bytes, end - 48, end) && !goesOnInBase64(bytes[start - 1], end < length ? bytes[end] : 0)
    ? Kind.run
    : 0;
}

/** Whether small letters, capitals and digits all occur: random text of 48 lacks one of them once in 5,000. */
function isMixed(bytes: Buffer, start: number, end: number): boolean {
  let seen = 0;
  for (let at = start; at < end; at++) seen |= bytes[at]! < 0x40 ? 1 : bytes[at]! < 0x60 ? 2 : 4;
  return seen === 7;
}

/** The checksums of lock files are base64, of which a piece may happen to be 48 letters and digits. */
function goesOnInBase64(before: number | undefined, after: number | undefined): boolean {
  return before === 0x2b || after === 0x2b || after === 0x2f || after === 0x3d;
}

function runLength(bytes: Buffer, from: number, length: number, belongs: (code: number) => boolean): number {
  const end = Math.min(length, from + 128);
  let at = from;
  while (at < end && belongs(bytes[at]!)) at++;
  return at - from;
}

function isWord(code: number): boolean {
  return isAlphanumeric(code) || code === 0x2d || code === 0x5f;
}

function isBase64(code: number): boolean {
  return isWord(code) || code === 0x2b || code === 0x2f || code === 0x25;
}
