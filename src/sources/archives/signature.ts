import { accessBytes } from './access.js';
import { mayEndInZip, zipPlace } from './zip-place.js';

/** What compresses files, or holds several. */
export type PackedFormat = 'zip' | 'gzip' | 'tar' | 'asar' | 'xz' | 'bzip2' | 'zstd' | '7z' | 'rar';

/** Told apart so that they can be named: Node has nothing that opens them. */
const CLOSED: readonly PackedFormat[] = ['xz', 'bzip2', 'zstd', '7z', 'rar'];

export function isClosed(format: PackedFormat): boolean {
  return CLOSED.includes(format);
}

/** Why what has such a format is left out. */
export function notOpened(format: PackedFormat): string {
  return `compressed (${format}): not opened`;
}

interface Signature {
  readonly format: PackedFormat;
  /** One character a byte; `?` is any. */
  readonly text: string;
  /** Where it stands; 0 where nothing is said. */
  readonly at?: number;
}

/** Names lie: a format is what the bytes begin with. */
const SIGNATURES: readonly Signature[] = [
  // APPNOTE.TXT 6.3, 4.3.7 and 4.3.16: a local header, or the end of an empty archive.
  { format: 'zip', text: 'PK\x03\x04' },
  { format: 'zip', text: 'PK\x05\x06' },
  // Chrome's head before one: https://chromium.googlesource.com/chromium/src, components/crx_file.
  { format: 'zip', text: 'Cr24' },
  // RFC 1952, 2.3.1, with the only method there is.
  { format: 'gzip', text: '\x1f\x8b\x08' },
  // POSIX.1-2017 `pax`, "ustar Interchange Format"; GNU's has a space behind it.
  { format: 'tar', text: 'ustar', at: 257 },
  // A JSON text in Chromium's Pickle: https://github.com/electron/asar#format.
  { format: 'asar', text: '\x04\0\0\0????????????{"files"' },
  // https://tukaani.org/xz/xz-file-format.txt, 2.1.1.1.
  { format: 'xz', text: '\xfd7zXZ\0' },
  // The size of its blocks, and the first one: https://sourceware.org/bzip2.
  { format: 'bzip2', text: 'BZh?1AY&SY' },
  // RFC 8878, 3.1.1.
  { format: 'zstd', text: '\x28\xb5\x2f\xfd' },
  // 7zFormat.txt of the LZMA SDK.
  { format: '7z', text: "7z\xbc\xaf'\x1c" },
  // https://www.rarlab.com/technote.htm.
  { format: 'rar', text: 'Rar!\x1a\x07' },
];

const ANY = 0x3f;

const PATTERNS = SIGNATURES.map(({ format, text, at = 0 }) => ({ format, at, bytes: Buffer.from(text, 'latin1') }));

/** By the first byte of all: those that may stand there. */
const PATTERNS_BY_BYTE = Array.from({ length: 256 }, (_, byte) =>
  PATTERNS.filter(({ at, bytes }) => at > 0 || bytes[0] === byte),
);

/**
 * The format of all that stands in `bytes` from `start` to `end`; `null` for everything else. A zip may stand behind
 * anything, as its directory is at its end.
 */
export function packedFormat(bytes: Uint8Array, start = 0, end = bytes.length): PackedFormat | null {
  const format = formatByHead(bytes, start, end);
  if (format !== null || !mayEndInZip(bytes, start, end)) return format;
  return zipPlace(accessBytes(bytes.subarray(start, end))) === null ? null : 'zip';
}

/** The format of what begins with what stands in `bytes` from `start` to `end`. */
export function formatByHead(bytes: Uint8Array, start = 0, end = bytes.length): PackedFormat | null {
  // Every file and every blob is looked at: no closures.
  for (const { format, at, bytes: pattern } of PATTERNS_BY_BYTE[bytes[start] ?? 0] as typeof PATTERNS) {
    const from = start + at;
    if (bytes[from] !== pattern[0] || from + pattern.length > end) continue;
    let same = 1;
    while (same < pattern.length && (pattern[same] === ANY || bytes[from + same] === pattern[same])) same++;
    if (same === pattern.length) return format;
  }
  return null;
}

/** Whether `bytes` are a zip, and something stands before or behind it. */
export function hasMoreThanZip(bytes: Uint8Array): boolean {
  if (packedFormat(bytes) !== 'zip') return false;
  const place = zipPlace(accessBytes(bytes));
  return place !== null && (place.end < bytes.length || formatByHead(bytes) === null);
}
