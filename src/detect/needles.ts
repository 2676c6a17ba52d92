/**
 * What the raw bytes of a file must hold for a key to be in it. A needle is a short sequence of byte classes; a file
 * without any is never decoded. Each row says which reader it is for, so that a file is read only by those it concerns.
 */

import { Buffer } from 'node:buffer';
import { isSecretName } from '../keys/secret-names.js';

/** Bit per reader. */
export const Kind = {
  /** `sk-` as it stands. */
  plain: 1,
  /** `sk-` with an escaped character: `sk%2D`, `\u0073k-`, `&#115;`. */
  escaped: 2,
  base64: 4,
  hex: 8,
  /** UTF-16 inside other bytes. */
  wide: 16,
  /** 48 letters and digits on their own. Not a needle: the kernel counts runs. */
  run: 32,
  /** A suppression comment, which must be reported when it suppresses nothing. */
  directive: 64,
  /** `115, 107, 45`: the character codes of `sk-`. */
  codes: 128,
  /** A sign of a request to a gateway; no key. Only prefilters that are told so look for it, and for the next. */
  request: 256,
  /** A sign of a key on its way to browsers. */
  client: 512,
} as const;

/** Of what is no key, for the readers of requests; in text alone. */
export const SIGNS = Kind.request | Kind.client;

/** What concerns contents alone: a name makes no request, and is no comment. */
export const OF_CONTENTS = SIGNS | Kind.directive;

export interface Needle {
  readonly kind: number;
  /** Allowed bytes, place by place. */
  readonly classes: readonly (readonly number[])[];
  /** Which three places in a row the kernel looks for; rare ones make it fast. */
  readonly window: number;
  /**
   * Which of the kernel's eight groups holds the window. Windows and groups were chosen together by a search for the
   * fewest false stops (scripts/place-needles.js) over the trigrams of five repositories, JavaScript packages, bundles,
   * source maps, programs, and a tenth as much random base64 and hexadecimal: one stop in 600 bytes, of which the kernel's
   * look by whole bytes leaves a fifth or less. Any other choice finds the same, slower.
   */
  readonly bucket: number;
  /** In base64: which character of a group of four the first class is. */
  readonly intoGroup?: number;
  /** What the text from the needle on has to be, where the needle is the beginning of an escaped `sk-`. */
  readonly spells?: RegExp;
  /** What the letters, digits and `_` around it have to be together. */
  readonly isWorth?: (word: string) => boolean;
}

/** `[ab]c` to byte classes; a backslash takes the next character as it is. Made at every start: no regular expression. */
function classes(pattern: string): number[][] {
  const places: number[][] = [];
  let set: number[] | null = null;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!;
    if (char === '[') places.push((set = []));
    else if (char === ']') set = null;
    else {
      const code = pattern.charCodeAt(char === '\\' ? ++at : at);
      if (set === null) places.push([code]);
      else set.push(code);
    }
  }
  return places;
}

function base64(pattern: string, intoGroup: number, window: number, bucket: number): Needle {
  return { kind: Kind.base64, classes: classes(pattern), intoGroup, window, bucket };
}

/** What decoders/escapes.ts reads as a dash, behind `sk`. */
const ESCAPED_DASH =
  /^sk(?:-|%(?:25)*2[dD]|\\+u002[dD]|\\+u\{0*2[dD]\}|\\+x2[dD]|&(?:amp;)*#[xX]0*2[dD];|&(?:amp;)*#0*45;|&(?:hyphen|dash);)/;

/** The tail of an escaped `s`, and what is read as a `k`. */
const AN_S_AND_A_K =
  /^(?:(?:[%x{]|u00)73[};]?|#115;)(?:k|%(?:25)*6[bB]|\\+u006[bB]|\\+u\{0*6[bB]\}|\\+x6[bB]|&(?:amp;)*#[xX]0*6[bB];|&(?:amp;)*#0*107;)/;

/** Windows and buckets are chosen by scripts/place-needles.js; a test derives what stands for base64 and for escapes. */
export const NEEDLES: readonly Needle[] = [
  { kind: Kind.plain, classes: classes('sk-'), window: 0, bucket: 5 },
  { kind: Kind.escaped, classes: classes('sk[\\\\%&]'), spells: ESCAPED_DASH, window: 0, bucket: 5 },
  { kind: Kind.wide, classes: classes('s\0k\0-'), window: 0, bucket: 7 },
  { kind: Kind.directive, classes: classes('starrise-disable'), window: 4, bucket: 6 },
  { kind: Kind.escaped, classes: classes('[%x{]73'), spells: AN_S_AND_A_K, window: 0, bucket: 5 },
  { kind: Kind.escaped, classes: classes('u0073'), spells: AN_S_AND_A_K, window: 2, bucket: 6 },
  { kind: Kind.escaped, classes: classes('#115;'), spells: AN_S_AND_A_K, window: 1, bucket: 4 },
  { kind: Kind.codes, classes: classes('115,'), window: 0, bucket: 4 },
  { kind: Kind.hex, classes: classes('736[bB]2[dD]'), window: 3, bucket: 2 },
  // `sk-`, `sk%` and `sk&` in base64, beginning at each byte of a group of three; then `s\0k\0-\0`, UTF-16.
  base64('c2s[tlm]', 0, 0, 2),
  base64('[H3nX]Nr[LJ]', 1, 1, 3),
  base64('zay[0321UXWVYbaZ]', 3, 0, 3),
  base64('cwBrAC0A', 0, 0, 0),
  base64('[H3nX]MAawAtA', 1, 2, 4),
  base64('zAGsALQ[ADCB]', 3, 1, 6),
  // Base64 in base64: the outer one of what is certain of the inner one, `c2st`, `NrL` or `zay`.
  base64('YzJzd', 0, 2, 7),
  base64('[G2mW]Myc3[QTSR]', 1, 1, 7),
  base64('jMnN0', 3, 2, 0),
  base64('TnJM', 0, 1, 0),
  base64('[E0kU]5yT', 1, 0, 1),
  base64('Ock[wzyx]', 3, 1, 1),
  base64('emF5', 0, 1, 0),
  base64('[H3nX]phe', 1, 0, 7),
  base64('6YX[knml]', 3, 0, 7),
  // Hexadecimal in base64, both cases.
  base64('NzM2YjJk', 0, 0, 0),
  base64('[DzjT]czNmIyZ', 1, 1, 0),
  base64('3MzZiMm[QTSR]', 3, 1, 3),
  base64('NzM2QjJE', 0, 0, 0),
  base64('[DzjT]czNkIyR', 1, 1, 0),
  base64('3MzZCMk[QTSR]', 3, 1, 3),
  // Base64 in hexadecimal.
  { kind: Kind.hex, classes: classes('63327374'), window: 3, bucket: 6 },
  { kind: Kind.hex, classes: classes('4[eE]724[cC]'), window: 3, bucket: 2 },
  { kind: Kind.hex, classes: classes('7[aA]6179'), window: 3, bucket: 4 },
];

/** As {@link classes}, in UTF-8, for ASCII letters in both cases: hosts and names of headers are the same in either. */
function inAnyCase(text: string): number[][] {
  return [...Buffer.from(text)].map((byte) => {
    const char = String.fromCharCode(byte);
    return /[a-z]/i.test(char) ? [char.toLowerCase().charCodeAt(0), char.toUpperCase().charCodeAt(0)] : [byte];
  });
}

/** What texts about a gateway hold that others do not: see src/requests/signs.ts. Windows and groups as above. */
const REQUEST_NEEDLES: readonly Needle[] = [
  { kind: Kind.request, classes: inAnyCase('tarrise'), window: 3, bucket: 6 },
  { kind: Kind.request, classes: inAnyCase('mj-api-secret'), window: 4, bucket: 6 },
  { kind: Kind.request, classes: inAnyCase('mj/submit'), window: 0, bucket: 3 },
  { kind: Kind.request, classes: inAnyCase('suno/'), window: 2, bucket: 3 },
];

/**
 * What texts that hand keys to browsers hold: names of keys, clients of the gateway, headers, and the environment where
 * it is used whole. The same is looked for in text by src/client/signs.ts. Windows and groups as above.
 */
const CLIENT_NEEDLES: readonly Needle[] = [
  { kind: Kind.client, classes: classes('_KEY'), window: 0, bucket: 0, isWorth: isSecretName },
  { kind: Kind.client, classes: classes('_TOKEN'), window: 2, bucket: 0, isWorth: isSecretName },
  { kind: Kind.client, classes: classes('_SECRET'), window: 3, bucket: 2, isWorth: isSecretName },
  { kind: Kind.client, classes: classes('iKey'), window: 1, bucket: 1, isWorth: isSecretName },
  { kind: Kind.client, classes: classes('OpenAI('), window: 4, bucket: 6 },
  { kind: Kind.client, classes: classes('Anthropic('), window: 0, bucket: 4 },
  { kind: Kind.client, classes: classes('GenAI('), window: 3, bucket: 6 },
  { kind: Kind.client, classes: classes('tiveAI('), window: 4, bucket: 6 },
  { kind: Kind.client, classes: classes('AICompatible('), window: 0, bucket: 6 },
  { kind: Kind.client, classes: classes('llowBrowser'), window: 2, bucket: 0 },
  { kind: Kind.client, classes: classes('[st][sa].env[\t\n\r !"&\'),:;=?\\[\\]`|}]'), window: 3, bucket: 1 },
  { kind: Kind.client, classes: classes('[aA][pP][iI]-[kK]ey'), window: 4, bucket: 1 },
];

/** Letters from rare to frequent in source; all else is rarer. Source: counts over 80 MB of JavaScript packages. */
const FREQUENT = 'zqjkxvywghbfdpumclsrnoaite';

/** The needles of all rules but the one about keys; `names` are hosts or variables of gateways. */
export function requestNeedles(names: readonly string[]): Needle[] {
  const others = names.filter((name) => name.length >= 3 && !/tarrise/i.test(name));
  return [...REQUEST_NEEDLES, ...CLIENT_NEEDLES, ...others.map(needleOfName)];
}

/** Its window is where its rarest letters stand. */
function needleOfName(name: string): Needle {
  const places = inAnyCase(name);
  const rarity = places.map(([byte]) => FREQUENT.length - FREQUENT.indexOf(String.fromCharCode(byte!)));
  const starts = rarity.slice(2).map((_, at) => at);
  const worth = (at: number): number => rarity.slice(at, at + 3).reduce((sum, each) => sum + each, 0);
  const window = starts.reduce((best, at) => (worth(at) > worth(best) ? at : best), 0);
  return { kind: Kind.request, classes: places, window, bucket: 7 };
}

/** The needles of one kind as one regular expression over decoded text, with the row each alternative came from. */
export function needlePattern(kind: number): { readonly pattern: RegExp; readonly rows: readonly Needle[] } {
  const rows = NEEDLES.filter((needle) => needle.kind === kind);
  const sources = rows.map(({ classes: places }) => `(${places.map(classSource).join('')})`);
  return { pattern: new RegExp(sources.join('|'), 'g'), rows };
}

function classSource(bytes: readonly number[]): string {
  return `[${bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}]`;
}
