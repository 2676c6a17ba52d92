import type { KeyMatch, SuppressedMatch } from '../../detect/index.js';
import { redactKeys } from '../../detect/redact.js';
import type { CommitFact, HistoryFacts, NameOf } from '../../finding.js';
import { Containment, type EveryTree } from '../../git/attribution/containment.js';
import { CommitGraph, NOBODY, packed, type RawCommit, rawCommit, unpacked } from '../../git/attribution/graph.js';
import { type PathTrace, type Tip, Tracer } from '../../git/attribution/trace.js';
import type { Git } from '../../git/git.js';
import { commitFields, headLines, signature } from '../../git/objects/commit.js';
import type { WholeObject } from '../../git/objects/loose.js';
import { rawText } from '../../git/records.js';
import { treeEntries } from '../../git/objects/tree.js';
import { type Reference, stashes } from '../../git/repository.js';
import type { LocatedText } from '../located.js';
import { pathText } from '../names.js';
import type { Census } from './census.js';
import { Turns } from './interruption.js';
import { objectText, type ObjectText } from './object-path.js';

/** What locating needs of the repository. */
export interface Archive {
  readonly git: Git;
  readonly census: Census;
  readonly references: readonly Reference[];
  /** The commit that counts as HEAD; `null`: none. */
  readonly head: string | null;
  /** Ends it with an error. */
  readonly signal: AbortSignal | undefined;
  readonly read: (id: string) => Promise<WholeObject | null>;
  readonly idLength: number;
}

const BRANCHES = /^(?:HEAD$|refs\/heads\/|refs\/remotes\/)/;
const NOTES = /^refs\/notes\//;

/**
 * Turns hits in objects into hits at paths: one for each key and path, at the version that brought the key there. Rejects
 * when it is interrupted.
 */
export async function locateHits(hits: readonly LocatedText[], archive: Archive): Promise<LocatedText[]> {
  const locator = await Locator.of(hits, archive);
  const located: LocatedText[] = [];
  // By object: where those lie in packs, and which thread found them, changes nothing.
  const ordered = hits.toSorted(({ path: one }, { path: other }) => (one < other ? -1 : 1));
  const turns = new Turns();
  for (const key of keysIn(ordered)) {
    await turns.giveWay();
    archive.signal?.throwIfAborted();
    located.push(...(await locator.locate(key)));
  }
  return located;
}

/** One key, and all texts that it stands in. */
interface FoundKey {
  readonly texts: readonly FoundText[];
}

/** The name of an entry in a tree, as text of one character a byte. */
interface EntryName {
  readonly name: string;
  readonly of: NameOf;
}

/** Modes of folders and of submodules. */
const FOLDERS = /^0*(?:40000|160000)$/;

interface FoundText extends ObjectText {
  readonly hit: LocatedText;
  /** The key's places in the text. */
  readonly matches: readonly KeyMatch[];
  readonly suppressed: readonly SuppressedMatch[];
}

function keysIn(hits: readonly LocatedText[]): FoundKey[] {
  const keys = new Map<string, FoundText[]>();
  for (const hit of hits) {
    const { matches, suppressed } = hit.detection;
    const identity = ({ secret }: KeyMatch): string => secret.fingerprintUnder('');
    for (const name of new Set([...matches, ...suppressed].map(identity))) {
      const text: FoundText = {
        ...objectText(hit.path),
        hit,
        matches: matches.filter((match) => identity(match) === name),
        suppressed: suppressed.filter((match) => identity(match) === name),
      };
      const texts = keys.get(name);
      if (texts === undefined) keys.set(name, [text]);
      else texts.push(text);
    }
  }
  return [...keys.values()].map((texts) => ({ texts }));
}

class Locator {
  readonly #archive: Archive;
  readonly #graph: CommitGraph;
  readonly #tracer: Tracer;
  readonly #tips: readonly Tip[];
  readonly #head: number;
  /** Tags by id, with the commit that each names in the end, and the references that name it. */
  readonly #namedTags: ReadonlyMap<string, { readonly commit: number; readonly refs: string[] }>;
  /** By number, 1 for commits that only notes lead to. */
  readonly #ofNotes: Uint8Array;
  readonly #facts = new Map<number, Promise<Pick<CommitFact, 'author' | 'date'>>>();

  private constructor(archive: Archive, graph: CommitGraph, tracer: Tracer, { tips, head, tags }: Names) {
    this.#archive = archive;
    this.#graph = graph;
    this.#tracer = tracer;
    this.#tips = tips;
    this.#head = head;
    this.#namedTags = tags;
    const [notes, others] = [tips.filter(({ name }) => NOTES.test(name)), tips.filter(({ name }) => !NOTES.test(name))];
    this.#ofNotes = graph.ancestors(notes.flatMap(({ commits }) => commits));
    const reached = graph.ancestors(others.flatMap(({ commits }) => commits));
    for (let commit = 0; commit < graph.count; commit++) if (reached[commit] === 1) this.#ofNotes[commit] = 0;
  }

  static async of(hits: readonly LocatedText[], archive: Archive): Promise<Locator> {
    const { census, idLength } = archive;
    const commits: RawCommit[] = [];
    await census.each('commit', (id, bytes) => commits.push(rawCommit(id, bytes)));
    const graph = CommitGraph.from(commits);
    const texts = hits.map(({ path }) => objectText(path));
    const wanted = new Set(texts.filter(({ type }) => type === 'blob' || type === 'tree').map(({ id }) => packed(id)));
    const trees: EveryTree = { ids: () => census.ids(), each: (visit) => census.each('tree', visit) };
    const containment = await Containment.of(wanted, trees, idLength);
    const names = await namesOf(archive, graph);
    return new Locator(archive, graph, new Tracer(graph, containment, names.tips, names.head), names);
  }

  async locate({ texts }: FoundKey): Promise<LocatedText[]> {
    const located: LocatedText[] = [];
    // Each text of an archive by itself: the key may stand in several.
    const blobs = new Map<string, Map<string, FoundText>>();
    for (const text of texts.filter(({ type }) => type === 'blob')) {
      const name = `${text.hit.nameOf ?? ''} ${text.inner}`;
      blobs.set(name, (blobs.get(name) ?? new Map<string, FoundText>()).set(packed(text.id), text));
    }
    for (const versions of blobs.values()) located.push(...(await this.#traced(versions, null)));
    // A name is traced by the folders that hold it; folders may hold several names with the same key.
    const names = new Map<string, { readonly entry: EntryName; readonly folders: Map<string, FoundText> }>();
    for (const text of texts.filter(({ type }) => type === 'tree')) {
      const entry = await this.#entryNameOf(text);
      const same = names.get(`${entry.of} ${entry.name}`) ?? { entry, folders: new Map<string, FoundText>() };
      same.folders.set(packed(text.id), text);
      names.set(`${entry.of} ${entry.name}`, same);
    }
    for (const { entry, folders } of names.values()) located.push(...(await this.#traced(folders, entry)));
    for (const text of texts) {
      if (text.type === 'commit') located.push(await this.#message(text));
      if (text.type === 'tag') located.push(await this.#tag(text));
    }
    return located;
  }

  /** Blobs, or the folders that hold `name`: at every path that any commit has them at, or nowhere. */
  async #traced(texts: ReadonlyMap<string, FoundText>, entry: EntryName | null): Promise<LocatedText[]> {
    const traces = this.#tracer.trace(new Set(texts.keys()));
    const placed = await Promise.all(
      traces.map((trace) => this.#atPath(trace, texts.get(trace.first.object) as FoundText, entry, texts)),
    );
    if (traces.length > 0) return placed;
    return [...texts.values()].map((text) =>
      hitOf(
        text,
        text.hit.path,
        {
          object: text.id,
          kind: entry === null && text.hit.nameOf === undefined ? 'blob' : 'name',
          introduced: null,
          removed: [],
          refs: this.#refsTo(text.id),
          inHead: false,
          occurrences: 1,
        },
        entry?.of ?? text.hit.nameOf,
      ),
    );
  }

  async #atPath(
    trace: PathTrace,
    text: FoundText,
    entry: EntryName | null,
    texts: ReadonlyMap<string, FoundText>,
  ): Promise<LocatedText> {
    const name = entry?.name ?? null;
    const isNote = name === null && this.#ofNotes[trace.first.commit] === 1;
    const shown = (path: string): string =>
      isNote ? this.#notePath(trace, path) : pathText(rawText(Buffer.from(joined(path, name), 'latin1'))) + text.inner;
    const { introduced } = trace;
    const nameOf = entry?.of ?? text.hit.nameOf;
    const line = texts.get(introduced.object)?.matches[0]?.line ?? text.matches[0]?.line;
    const history: HistoryFacts = {
      object: text.id,
      kind: nameOf !== undefined ? 'name' : isNote ? 'note' : 'blob',
      introduced: {
        ...(await this.#commitFact(introduced.commit, shown(introduced.path))),
        ...(line !== undefined && nameOf === undefined && { line }),
      },
      removed: await Promise.all(trace.removed.map((commit) => this.#commitFact(commit, shown(trace.path)))),
      refs: trace.refs.map(redactKeys),
      inHead: trace.inHead,
      occurrences: trace.versions,
    };
    return hitOf(text, shown(trace.path), history, nameOf);
  }

  /** Notes stand in folders named by the beginning of the object's id: git-notes(1). */
  #notePath({ first }: PathTrace, path: string): string {
    const ref = this.#tips.find(
      ({ name, commits }) => NOTES.test(name) && this.#graph.ancestors(commits)[first.commit] === 1,
    );
    return `.git/${ref?.name ?? 'refs/notes'}/${path.replaceAll('/', '')}`;
  }

  async #message(text: FoundText): Promise<LocatedText> {
    const commit = this.#graph.numberOf(packed(text.id));
    const marks = new Uint8Array(this.#graph.count);
    marks[commit] = 1;
    const containing = this.#graph.descendants(marks);
    const contains = (number: number): boolean => containing[number] === 1;
    return hitOf(text, text.hit.path, {
      object: text.id,
      kind: 'commit message',
      introduced: await this.#commitFact(commit, text.hit.path, text.matches[0]?.line),
      removed: [],
      refs: this.#tips.filter(({ commits }) => commits.some(contains)).map(({ name }) => redactKeys(name)),
      inHead: contains(this.#head),
      occurrences: 1,
    });
  }

  async #tag(text: FoundText): Promise<LocatedText> {
    const named = this.#namedTags.get(text.id);
    const object = await this.#archive.read(text.id);
    const lines = object === null ? new Map<string, string[]>() : headLines(object.bytes);
    const { who, date } = signature(lines.get('tagger')?.[0] ?? '');
    const line = text.matches[0]?.line;
    return hitOf(text, text.hit.path, {
      object: text.id,
      kind: 'tag',
      introduced: {
        commit: lines.get('object')?.[0] ?? '',
        author: redactKeys(who),
        date,
        path: text.hit.path,
        ...(line !== undefined && { line }),
      },
      removed: [],
      refs: (named?.refs ?? []).map(redactKeys),
      inHead: false,
      occurrences: 1,
    });
  }

  /** References that name an object which is no commit. */
  #refsTo(id: string): string[] {
    return this.#archive.references.filter((ref) => ref.id === id).map(({ name }) => redactKeys(name));
  }

  async #entryNameOf({ id, at }: ObjectText): Promise<EntryName> {
    const tree = await this.#archive.read(id);
    const entry = tree === null ? undefined : [...treeEntries(tree.bytes, this.#archive.idLength)][at];
    return { name: entry?.name.toString('latin1') ?? '', of: FOLDERS.test(entry?.mode ?? '') ? 'folder' : 'file' };
  }

  async #commitFact(commit: number, path: string, line?: number): Promise<CommitFact> {
    const known = this.#facts.get(commit) ?? this.#readFacts(commit);
    this.#facts.set(commit, known);
    return {
      commit: unpacked(this.#graph.ids[commit] ?? ''),
      ...(await known),
      path: redactKeys(path),
      ...(line !== undefined && { line }),
    };
  }

  async #readFacts(commit: number): Promise<Pick<CommitFact, 'author' | 'date'>> {
    const object = await this.#archive.read(unpacked(this.#graph.ids[commit] ?? ''));
    if (object === null) return { author: '', date: '' };
    const { author, date } = commitFields(object.bytes);
    return { author: redactKeys(author), date };
  }
}

interface Names {
  readonly tips: readonly Tip[];
  readonly head: number;
  readonly tags: Map<string, { readonly commit: number; readonly refs: string[] }>;
}

/** What the references name: commits, through tags where they do. */
async function namesOf(archive: Archive, graph: CommitGraph): Promise<Names> {
  const tips: Tip[] = [];
  const tags: Names['tags'] = new Map();
  for (const { name, id } of [...archive.references, ...(await stashes(archive.git))]) {
    const passed: string[] = [];
    let target = id;
    let commit = graph.numberOf(packed(target));
    while (commit === -1 && !passed.includes(target)) {
      const object = await archive.read(target);
      if (object?.type !== 'tag') break;
      passed.push(target);
      target = headLines(object.bytes).get('object')?.[0] ?? '';
      commit = graph.numberOf(packed(target));
    }
    for (const tag of passed) tags.set(tag, { commit, refs: [...(tags.get(tag)?.refs ?? []), name] });
    if (commit === -1) continue;
    // A stash keeps the index in its second parent, and untracked files in its third: git-stash(1).
    const isStash = /^(?:refs\/stash$|stash@)/.test(name);
    const commits = isStash ? [commit, ...graph.parentsOf(commit).slice(1)] : [commit];
    tips.push({ name, commits, isBranch: BRANCHES.test(name) });
  }
  return { tips, head: archive.head === null ? NOBODY : graph.numberOf(packed(archive.head)), tags };
}

function hitOf(
  { hit, matches, suppressed }: FoundText,
  path: string,
  history: HistoryFacts,
  nameOf?: NameOf,
): LocatedText {
  return { path, detection: { ...hit.detection, matches, suppressed, unused: [] }, ...(nameOf && { nameOf }), history };
}

function joined(folder: string, name: string | null): string {
  if (name === null) return folder;
  return folder === '' ? name : `${folder}/${name}`;
}

/** As if the files of the submodule were the outer repository's. */
export function inSubmodule(hit: LocatedText, submodule: string): LocatedText {
  const below = (path: string): string => `${submodule}/${path}`;
  const shown = redactKeys(submodule);
  const { history } = hit;
  return {
    ...hit,
    path: below(hit.path),
    ...(history && {
      history: {
        ...history,
        submodule: shown,
        introduced: history.introduced && { ...history.introduced, path: `${shown}/${history.introduced.path}` },
        removed: history.removed.map((fact) => ({ ...fact, path: `${shown}/${fact.path}` })),
      },
    }),
  };
}
