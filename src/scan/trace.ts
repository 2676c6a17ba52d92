import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DetectSettings, KeyMatch, Prefilter } from '../detect/index.js';
import type { BundleFacts } from '../finding.js';
import type { BundleOrigin, BundleSource } from '../sources/bundle.js';
import { mapComments } from '../sources/bundle/map-comment.js';
import {
  keyOf,
  lineAndColumn,
  projectKeys,
  type ProjectKey,
  type TracedProject,
} from '../sources/bundle/project-keys.js';
import { type MappedSource, type OriginalPlace, parseSourceMap, type SourceMap } from '../sources/bundle/source-map.js';
import type { Selection } from '../sources/selection.js';
import { withoutMark } from '../text/read.js';
import type { Hit } from './findings.js';

/** What tracing needs to look into the project around a build. */
export interface TraceSettings {
  readonly detect: DetectSettings;
  readonly selection: Selection;
  readonly prefilter: Prefilter;
}

/** One key at one place, and the text it was found in. */
interface Place {
  readonly path: string;
  readonly match: KeyMatch;
  readonly origin: BundleOrigin;
}

/** Says of every key in a bundle where it was written and how it got in: by source map, else by the project's own files. */
export async function traceHits(hits: readonly Hit[], source: BundleSource, settings: TraceSettings): Promise<Hit[]> {
  const places = hits.flatMap(({ path: name, detection }) => {
    const origin = source.origins.get(name);
    return origin === undefined ? [] : detection.matches.map((match) => ({ path: name, match, origin }));
  });
  const tracer = new Tracer(places, source, settings);
  const traced: Hit[] = [];
  for (const hit of hits) {
    const origin = source.origins.get(hit.path);
    if (origin === undefined) traced.push(hit);
    else traced.push(...(await tracer.trace(hit, origin)));
  }
  return traced;
}

class Tracer {
  readonly #places: readonly Place[];
  readonly #source: BundleSource;
  readonly #settings: TraceSettings;
  /** By file. */
  readonly #maps = new Map<string, Promise<MappedFile>>();
  #projects: Promise<readonly TracedProject[]> | null = null;

  constructor(places: readonly Place[], source: BundleSource, settings: TraceSettings) {
    this.#places = places;
    this.#source = source;
    this.#settings = settings;
  }

  /** One hit per match, since each comes from somewhere else; the matches of a map that its originals repeat are dropped. */
  async trace(hit: Hit, origin: BundleOrigin): Promise<Hit[]> {
    const { matches, suppressed, unused } = hit.detection;
    const traced: Hit[] = [];
    for (const match of matches) {
      if (await this.#isRepeated(match, origin)) continue;
      const detection = { ...hit.detection, matches: [match], suppressed: [], unused: [] };
      traced.push({ ...hit, detection, bundle: await this.#factsOf({ path: hit.path, match, origin }) });
    }
    const rest = suppressed.length > 0 || unused.length > 0;
    return rest ? [...traced, { ...hit, detection: { ...hit.detection, matches: [] } }] : traced;
  }

  /** Whether a map, or the map in a file, shows only what is reported in its originals or in the file it belongs to. */
  async #isRepeated(match: KeyMatch, origin: BundleOrigin): Promise<boolean> {
    if (origin.kind === 'original') return false;
    const key = keyOf(match);
    const isSame = ({ match: other }: Place): boolean => other !== match && keyOf(other) === key;
    if (origin.kind === 'map') return this.#placesOf(origin.file).some(isSame);
    const { maps } = await this.#mappedFile(origin);
    return (
      maps.some(({ start, end }) => start <= match.start && match.end <= end) &&
      this.#placesOf(origin.file).some((place) => place.origin.kind === 'original' && isSame(place))
    );
  }

  /** All that was found in a generated file, in its map, and in the originals that the map carries. */
  #placesOf(file: string): Place[] {
    return this.#places.filter(({ origin }) => familyOf(origin.file) === familyOf(file));
  }

  async #factsOf(place: Place): Promise<BundleFacts> {
    const { match, origin } = place;
    const own = origin.kind === 'original' ? this.#ofOriginal(place) : await this.#ofGenerated(place);
    const inProject = own?.holdsKey === true ? null : await this.#inProject(match);
    // A source that holds the key says more than the place that a coarse map points to.
    const found = inProject !== null && isSource(inProject) ? inProject : (own ?? inProject);
    return {
      source: found?.path ?? null,
      sourceLine: found?.line ?? null,
      sourceColumn: found?.column ?? null,
      via: own?.via ?? wayIn(own?.variable ?? null, inProject),
      public: origin.public,
    };
  }

  #ofOriginal({ match, origin, path: name }: Place): Traced {
    const key = keyOf(match);
    const inCode = this.#places.some((other) => other.origin.kind === 'generated' && keyOf(other.match) === key);
    return {
      path: this.#originalName(origin.original ?? name, origin.file),
      line: match.line,
      column: match.column,
      holdsKey: !MADE_OF_JSON.test(origin.original ?? name),
      variable: null,
      via: inCode ? null : 'the source map only: the build left it out of the code',
    };
  }

  async #ofGenerated({ match, origin }: Place): Promise<Traced | null> {
    const file = await this.#mappedFile(origin);
    const mapped = file.originalPlace(match);
    const key = keyOf(match);
    // A map may have a name of its own.
    const same = [...this.#placesOf(origin.file), ...this.#placesOf(file.mapFile)].filter(
      (place) => place.origin.kind === 'original' && keyOf(place.match) === key,
    );
    const exact = nextTo(same, mapped) ?? same[0];
    if (exact !== undefined) return { ...this.#ofOriginal(exact), via: null };
    const place = placeOfBody(match, file.sources) ?? mapped;
    if (place === null || (place === mapped && variableAt(place) === null && !readsValue(place))) return null;
    return {
      path: this.#originalName(place.source.name, file.mapFile),
      line: place.line,
      column: place.column,
      holdsKey: place !== mapped,
      variable: variableAt(place),
      via: null,
    };
  }

  #mappedFile(origin: BundleOrigin): Promise<MappedFile> {
    let known = this.#maps.get(origin.file);
    if (known === undefined) this.#maps.set(origin.file, (known = readMaps(origin)));
    return known;
  }

  async #inProject(match: KeyMatch): Promise<ProjectKey | null> {
    const { detect, selection, prefilter } = this.#settings;
    this.#projects ??= Promise.all(
      this.#source.folders.map((folder) => projectKeys(folder, detect, selection, prefilter)),
    ).then((projects) => projects.filter((project) => project !== null));
    for (const project of await this.#projects) {
      const found = project.find(match);
      if (found !== null) return found;
    }
    return null;
  }

  /** Relative to the root where the map's name leads there, else as the map writes it, without what bundlers put before it. */
  #originalName(name: string, mapFile: string): string {
    const bare = name.replace(/^(?:webpack|webpack-internal|rspack|turbopack|parcel|vite|ng):\/\/(?:[^/]*\/)?/, '');
    // webpack tells modules made of one file apart by what follows a question mark.
    const plain = (bare === name ? bare : bare.replace(/\?.*/, ''))
      .replace(MADE_OF_JSON, '')
      .replace(/^file:\/\//, '')
      .replace(/^(?:\[project\]|\.)\//, '');
    if (/^[a-z][\w+.-]*:\/\//i.test(plain)) return plain;
    const root = this.#source.root.replaceAll(path.sep, '/');
    // Some tools write where the file lay when it was built, from the top of the disk.
    const absolute = `/${plain.replace(/^(?:\.{0,2}\/)+/, '')}`;
    if (absolute.startsWith(`${root}/`)) return absolute.slice(root.length + 1);
    const outermost = plain.startsWith('../') ? behindRoot(plain.replace(/^(?:\.\.?\/)+/, ''), root) : plain;
    if (bare !== name || mapFile.includes('!/') || /^https?:/.test(mapFile)) return outermost.replace(/^(?:\.\/)+/, '');
    const joined = path.posix.normalize(path.posix.join(path.posix.dirname(mapFile), plain));
    if (plain.startsWith('/') || joined.startsWith('../')) return outermost;
    // Parcel writes names from the folder of the project, wherever the map lies.
    const isThere = (file: string): boolean => existsSync(path.join(this.#source.root, file));
    return !plain.startsWith('.') && !isThere(joined) && isThere(plain) ? plain : joined;
  }
}

/** Of the places of a key in originals the one that the map points to: the key may stand in several, and twice in one. */
function nextTo(places: readonly Place[], mapped: OriginalPlace | null): Place | undefined {
  if (mapped === null) return undefined;
  const away = ({ match }: Place): [lines: number, columns: number] => [
    Math.abs(match.line - mapped.line),
    Math.abs(match.column - mapped.column),
  ];
  const inSource = places.filter(({ origin }) => origin.original === mapped.source.name);
  return inSource.sort((a, b) => away(a)[0] - away(b)[0] || away(a)[1] - away(b)[1])[0];
}

/** Turbopack makes a module of a JSON file, which has lines of its own, and names it after both. */
const MADE_OF_JSON = /\.(?:\[json\]|%5Bjson%5D)\.cjs(?:\/.*)?$/i;

/** Others write it from the folder that the build was started in: `app/src/a.ts` is `src/a.ts` where the root is `…/app`. */
function behindRoot(name: string, root: string): string {
  const segments = name.split('/');
  for (let count = segments.length - 1; count > 0; count--) {
    if (root.endsWith(`/${segments.slice(0, count).join('/')}`)) return segments.slice(count).join('/');
  }
  return name;
}

/** Where a key was written, or where its value is read from. */
interface Traced {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Whether the key itself stands there; else it came from elsewhere. */
  readonly holdsKey: boolean;
  /** The variable that is read there. */
  readonly variable: string | null;
  readonly via: string | null;
}

/** A generated file with its maps. */
interface MappedFile {
  readonly mapFile: string;
  readonly sources: readonly MappedSource[];
  /** Where maps stand in the file itself: UTF-16 offsets. */
  readonly maps: readonly { readonly start: number; readonly end: number }[];
  originalPlace(match: KeyMatch): OriginalPlace | null;
}

async function readMaps(origin: BundleOrigin): Promise<MappedFile> {
  const bytes = await origin.read();
  // Matches do not count a byte order mark.
  const text = bytes === null ? '' : withoutMark(Buffer.from(bytes).toString('utf8'));
  const comments = mapComments(text);
  const maps = comments.filter((comment) => comment.text !== null);
  const last = comments.at(-1);
  const isWhole = last !== undefined && !isInString(text, last.end);
  if (isWhole && last.text !== null) return withMap(last.text, origin.file, maps, text);
  const beside = await readBeside(origin, isWhole ? last.address : null);
  if (beside !== null) return withMap(beside.text, beside.name, maps, text);
  const modules = maps.flatMap(({ start, text: map }) => (map === null ? [] : { start, map: parsed(map) }));
  return {
    mapFile: origin.file,
    sources: modules.flatMap(({ map }) => map?.sources ?? []),
    maps,
    originalPlace: ({ start }) => {
      const own = modules.find((module) => module.start > start);
      return own?.map ? placeInEval(text, start, own.map) : sourceOfEval(text, start);
    },
  };
}

/** The map that the comment names, else the one that lies beside the file. */
async function readBeside(
  origin: BundleOrigin,
  address: string | null,
): Promise<{ name: string; text: string } | null> {
  const base = path.posix.basename(origin.file).replace(/\.(?:gz|br)$/i, '');
  const named = address?.replace(/[?#].*/, '') ?? null;
  for (const candidate of [origin.mapAddress(), named, `${base}.map`, `${base}.map.gz`, `${base}.map.br`]) {
    const bytes = candidate === null ? null : await origin.read(safelyDecoded(candidate));
    if (bytes !== null && candidate !== null) {
      const name = path.posix.join(path.posix.dirname(origin.file), candidate);
      return { name, text: Buffer.from(bytes).toString('utf8') };
    }
  }
  return null;
}

function withMap(mapText: string, mapFile: string, maps: MappedFile['maps'], generated: string): MappedFile {
  const map = parsed(mapText);
  return {
    mapFile,
    sources: map?.sources ?? [],
    maps,
    originalPlace: ({ secret, start, end, line, column }) => {
      if (map === null) return null;
      const own = secret.indexIn(generated.slice(start, end));
      // What a template or a sum puts together was written where its longest piece stands.
      const body = own < 0 ? secret.indexIn(generated) : start + own;
      const place = body < 0 ? { line, column } : lineAndColumn(generated, body);
      return map.originalPlace(place.line, place.column);
    },
  };
}

/** Where what follows the prefix of a key stands in an original: another one may hold the prefix. */
function placeOfBody({ secret }: KeyMatch, sources: readonly MappedSource[]): OriginalPlace | null {
  for (const source of sources) {
    const index = source.content === null ? -1 : secret.indexIn(source.content);
    if (index >= 0) return { source, ...lineAndColumn(source.content ?? '', index) };
  }
  return null;
}

/** A broken map is a gap already where it was read first, or lies outside of what was named. */
function parsed(text: string): SourceMap | null {
  try {
    return parseSourceMap(text);
  } catch {
    return null;
  }
}

/** Whether the text goes on behind a comment as only a string does: webpack's `eval` puts a comment in each module. */
function isInString(text: string, end: number): boolean {
  return /^\s*(?:\\n|\\?["'`)])/.test(text.slice(end, end + 20));
}

/** A place in a module that stands in `eval("…")`: its lines end in `\n`, written so. */
function placeInEval(text: string, start: number, map: SourceMap): OriginalPlace | null {
  const before = moduleBefore(text, start);
  const lines = before.split('\\n');
  return map.originalPlace(lines.length, (lines.at(-1) ?? '').length + 1);
}

function sourceOfEval(text: string, start: number): OriginalPlace | null {
  const name = /\\n\/\/# sourceURL=([^\s\\?"']+)/.exec(text.slice(start, nextLine(text, start)))?.[1];
  if (name === undefined) return null;
  return { source: { name, content: null }, line: moduleBefore(text, start).split('\\n').length, column: 1 };
}

function moduleBefore(text: string, start: number): string {
  const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
  return line.slice(line.lastIndexOf('eval(') + 'eval("'.length);
}

function nextLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function safelyDecoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

/** How code reads a variable that a build puts the value of in its place. */
const READ = /\b(?:import\.meta\.env|process\.env)\.([A-Za-z_$][\w$]*)/g;

/** The variable that the original reads nearest to the place, on its line. */
function variableAt({ source, line, column }: OriginalPlace): string | null {
  const text = source.content?.split('\n')[line - 1] ?? '';
  const reads = [...text.matchAll(READ)].sort(
    (a, b) => Math.abs(a.index + 1 - column) - Math.abs(b.index + 1 - column),
  );
  return reads[0]?.[1] ?? null;
}

/** Where a name is read may a value have been put; a map that is coarse points anywhere. Without the original one must believe it. */
function readsValue({ source, line, column }: OriginalPlace): boolean {
  const text = source.content?.split(/\r\n|\n|\r/)[line - 1]?.slice(column - 1);
  return text === undefined || /^[A-Za-z_$][\w$.]*(?![\w$.(])/.test(text);
}

/** Whether a key in the project stands in its code, and not where a build takes values from. */
function isSource({ path: file, variable, member }: ProjectKey): boolean {
  return variable === null && member === null && !/^(?:public|static)\//.test(file);
}

/** How the key got into the build, from the variable that is read and where the project holds it; `null` where neither says. */
function wayIn(variable: string | null, inProject: ProjectKey | null): string | null {
  if (inProject === null) return variable === null ? null : `${variable}, inlined`;
  const { path: file, line, variable: own, member } = inProject;
  if (own !== null) return `${own} inlined from ${file}`;
  if (member !== null) return `${member} in ${file}, line ${line}`;
  return /^(?:public|static)\//.test(file) ? `${file}, copied as it is` : null;
}

/** The same for a file, its map, and the compressed forms of both. */
function familyOf(file: string): string {
  return file.replace(/\.(?:gz|br)$/i, '').replace(/\.map(?:\?.*)?$/i, '');
}
