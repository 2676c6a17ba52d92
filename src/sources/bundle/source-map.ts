/** Reads source maps: https://tc39.es/ecma426/ (version 3), index maps with sections too. */
import { withoutMark } from '../../text/read.js';

/** A source map that cannot be used; the message says why. */
export class SourceMapError extends Error {}

export interface MappedSource {
  /** As the map writes it, `sourceRoot` put before it. */
  readonly name: string;
  /** `null` where the map does not carry it. */
  readonly content: string | null;
}

/** Where something stands in an original. Both 1-based, the column in UTF-16 units. */
export interface OriginalPlace {
  readonly source: MappedSource;
  readonly line: number;
  readonly column: number;
}

export interface SourceMap {
  readonly sources: readonly MappedSource[];
  /** What the place `line`, `column` of the generated file (1-based, UTF-16 units) was made from; `null` if the map does not say. */
  originalPlace(line: number, column: number): OriginalPlace | null;
}

/** A map proper, and where in the generated file it begins; 0-based. */
interface Section {
  readonly line: number;
  readonly column: number;
  readonly mappings: string;
  readonly sources: readonly (MappedSource | null)[];
}

/** Servers may put this before JSON, so that no `<script>` can read it. */
const GUARD = /^\)\]\}'[^\n]*\n/;

/** Maps in maps in maps are nobody's. */
const DEEPEST = 8;

/** How Parcel calls its own code from before it was made small, beside the files that people wrote. */
const BETWEEN = '<anon>';

/** Throws a {@link SourceMapError} for what is no source map. */
export function parseSourceMap(text: string): SourceMap {
  let json: unknown;
  try {
    json = JSON.parse(withoutMark(text).replace(GUARD, ''));
  } catch {
    // JSON.parse quotes what it could not read, and that may hold a key.
    throw new SourceMapError('no JSON');
  }
  const sections = sectionsOf(json, 0, 0, 0);
  return {
    sources: sections.flatMap(({ sources }) => sources.filter((source) => source !== null)),
    originalPlace: (line, column) => originalPlace(sections, line - 1, column - 1),
  };
}

function sectionsOf(json: unknown, line: number, column: number, depth: number): Section[] {
  const map = asObject(json);
  if (map === null || depth > DEEPEST) throw new SourceMapError('not an object as a source map is');
  if (Array.isArray(map['sections'])) {
    return map['sections'].flatMap((each: unknown) => {
      const section = asObject(each);
      const offset = asObject(section?.['offset']);
      const [lines, columns] = [offset?.['line'], offset?.['column']];
      if (typeof lines !== 'number' || typeof columns !== 'number' || section?.['map'] === undefined) {
        throw new SourceMapError('a section without an offset or a map');
      }
      return sectionsOf(section['map'], line + lines, lines === 0 ? column + columns : columns, depth + 1);
    });
  }
  const { mappings, sources } = map;
  if (typeof mappings !== 'string' || !Array.isArray(sources)) throw new SourceMapError('no mappings or no sources');
  return [{ line, column, mappings, sources: sourcesIn(map, sources) }];
}

function sourcesIn(map: Readonly<Record<string, unknown>>, sources: readonly unknown[]): (MappedSource | null)[] {
  const root = typeof map['sourceRoot'] === 'string' ? map['sourceRoot'].replace(/\/*$/, '/') : '';
  const contents: readonly unknown[] = Array.isArray(map['sourcesContent']) ? map['sourcesContent'] : [];
  return sources.map((name, at) => {
    const content = contents[at];
    if (typeof name !== 'string' && typeof content !== 'string') return null;
    if (name === BETWEEN && sources.length > 1) return null;
    const text = typeof name === 'string' ? name : `source ${at}`;
    const isWhole = root === '/' || /^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(text);
    return { name: isWhole ? text : root + text, content: typeof content === 'string' ? content : null };
  });
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function originalPlace(sections: readonly Section[], line: number, column: number): OriginalPlace | null {
  const section = sections.findLast((each) => each.line < line || (each.line === line && each.column <= column));
  if (section === undefined) return null;
  const inFirstLine = section.line === line;
  const segment = segmentAt(section.mappings, line - section.line, inFirstLine ? column - section.column : column);
  const source = segment && section.sources[segment.source];
  return source ? { source, line: segment.line + 1, column: segment.column + 1 } : null;
}

interface Segment {
  readonly source: number;
  readonly line: number;
  readonly column: number;
}

const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Int8Array(128).fill(-1);
for (const [value, digit] of [...DIGITS].entries()) VALUES[digit.charCodeAt(0)] = value;

/**
 * The last segment of generated line `line` that begins at or before `column`. One pass over the text in constant memory:
 * the mappings of a large bundle would take a hundred times their own size as arrays.
 */
function segmentAt(mappings: string, line: number, column: number): Segment | null {
  let [generatedLine, generatedColumn, source, sourceLine, sourceColumn] = [0, 0, 0, 0, 0];
  let found: Segment | null = null;
  let [field, value, shift] = [0, 0, 0];
  for (let at = 0; at <= mappings.length; at++) {
    const code = at < mappings.length ? mappings.charCodeAt(at) : SEMICOLON;
    if (code === COMMA || code === SEMICOLON) {
      if (generatedLine === line && field > 0) {
        if (generatedColumn > column) return found;
        found = field >= 4 ? { source, line: sourceLine, column: sourceColumn } : null;
      }
      field = 0;
      if (code === COMMA) continue;
      if (generatedLine === line) return found;
      generatedLine++;
      generatedColumn = 0;
      continue;
    }
    const digit = VALUES[code] ?? -1;
    if (digit < 0 || shift > 30) return null;
    value |= (digit & 31) << shift;
    if (digit & 32) {
      shift += 5;
      continue;
    }
    const delta = value & 1 ? -(value >>> 1) : value >>> 1;
    if (field === 0) generatedColumn += delta;
    else if (field === 1) source += delta;
    else if (field === 2) sourceLine += delta;
    else if (field === 3) sourceColumn += delta;
    field++;
    [value, shift] = [0, 0];
  }
  return null;
}
