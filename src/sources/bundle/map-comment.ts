/** Where a generated file says its source map is. */
export interface MapComment {
  /** The map's address, relative to the file; `null` for one that stands in the comment itself. */
  readonly address: string | null;
  /** The map's own text where the comment holds it, else `null`. */
  readonly text: string | null;
  /** UTF-16 offsets of the comment. */
  readonly start: number;
  readonly end: number;
}

/**
 * Also within the strings of webpack's `eval` bundles, where the comment ends at an escaped line end or a quote. A map that is
 * not in base64 is written as `encodeURIComponent` does, or `encodeURI` (Sass): with quotes, brackets and stars in it.
 */
const COMMENT =
  /[#@] ?sourceMappingURL=(?:data:application\/json[^,\s"'\\]*,((?:%7[Bb]|\{)(?:[^\s"`\\*]|\*(?!\/))+|[A-Za-z0-9+/=%_-]+)|([^\s"'`\\*]+))/g;

/** Every comment of the text; the last of those not in strings counts for the whole file. */
export function mapComments(text: string): MapComment[] {
  return [...text.matchAll(COMMENT)].map(({ 0: comment, 1: data, 2: address, index }) => ({
    start: index,
    end: index + comment.length,
    address: address ?? null,
    text: data === undefined ? null : dataText(comment, data),
  }));
}

/** For bytes: whether {@link mapComments} could find a map that stands in the file itself. */
export const INLINE_MAP = 'sourceMappingURL=data:';

function dataText(comment: string, data: string): string {
  if (/;base64,/.test(comment.slice(0, 120))) return Buffer.from(data, 'base64').toString('utf8');
  try {
    return decodeURIComponent(data);
  } catch {
    return data;
  }
}
