import type { Baseline } from './config/baseline.js';
import type { LoadedConfig } from './config/config.js';
import { keyPrefilter } from './detect/prefilter.js';
import type { Omission, Report, Shard } from './finding.js';
import type { Hit } from './scan/findings.js';
import { ItemReader, READ_FOR_REQUESTS } from './scan/item-reader.js';
import type { Judgement } from './scan/judge.js';
import { inOrder, Ledger } from './sources/ledger.js';
import type { Source } from './sources/source.js';
import type { ReportedKeys, VerifiedKeys } from './verify/reported.js';
import { VERSION } from './version.js';

export interface ScanRequest {
  readonly source: Source;
  readonly loaded: LoadedConfig;
  readonly baseline: Baseline | null;
  readonly shard?: Shard;
  /** True where everything that the configuration and the baseline speak of is read: unused entries are stale then. */
  readonly coversProject: boolean;
  /** True where what is read is about to be committed: a key there may have been nowhere else yet. */
  readonly isUncommitted?: boolean;
  /** Ends the scan early; the report then says that it is incomplete. */
  readonly signal?: AbortSignal;
  /** Says where the texts of hits stand, for a source whose items are content without a place (git objects). */
  readonly locate?: (hits: readonly Hit[]) => Promise<readonly Hit[]>;
  /** Asks whether keys are live. Without it nothing leaves the machine. */
  readonly verify?: (reported: ReportedKeys) => Promise<VerifiedKeys>;
}

interface ReadHits {
  readonly hits: readonly Hit[];
  readonly gaps: readonly Omission[];
  readonly omissions: readonly Omission[];
}

/** The loop gives way this often, so that a signal and the progress line are heard between synchronous reads. */
const TURN_MS = 50;

/** What is said of nothing. */
const NOTHING: Judgement = {
  findings: [],
  suppressed: [],
  keys: [],
  secrets: new Map(),
  expired: [],
  unused: [],
  unusedDirectives: [],
};

/**
 * The whole pipeline: source → detect → locate → attribute → suppress → verify → report. Each step is loaded when there
 * is something for it to do: a hook mostly meets nothing, and a person waits for it.
 */
export async function scan(request: ScanRequest): Promise<Report> {
  const { source } = request;
  const started = now();
  const { hits: read, gaps: failures, omissions } = await readHits(request);
  const hits = (await request.locate?.(read)) ?? read;
  const { findings, suppressed, keys, secrets, ...stale } = await judged(hits, request);
  // Before keys are asked for: whoever ends that ends no reading.
  const gapsOfRun = gapsOfTheRun(request);
  const verified = await request.verify?.({ keys, findings: [...findings, ...suppressed], secrets });

  const omitted = [...source.gaps, ...failures, ...gapsOfRun, ...(verified?.gaps ?? [])];
  const gaps = await withoutKeys(inOrder(omitted));
  return {
    schemaVersion: 1,
    tool: { name: 'starrise-scan', version: VERSION },
    target: {
      kind: source.kind,
      root: source.root,
      ...(request.shard && { shard: request.shard }),
      ...(source.sites && source.sites.length > 0 && { sites: await calledWithoutKeys(source.sites) }),
    },
    complete: gaps.length === 0,
    gaps,
    skipped: await withoutKeys(inOrder(toldOnce([...source.skipped, ...omissions, ...(verified?.skipped ?? [])]))),
    stats: { commits: 0, refs: 0, ...source.tally, durationMs: Math.round(now() - started) },
    tips: await namedWithoutKeys(source.tips ?? []),
    keys: verified?.keys ?? keys,
    findings,
    suppressed,
    staleSuppressions: [
      ...stale.expired,
      ...(request.coversProject && gaps.length === 0 ? stale.unused : []),
      ...(source.kind === 'history' ? [] : stale.unusedDirectives),
    ],
  };
}

async function judged(hits: readonly Hit[], request: ScanRequest): Promise<Judgement> {
  const { source, loaded, baseline, isUncommitted = false } = request;
  if (hits.length === 0 && baseline === null && loaded.config.suppress.length === 0) return NOTHING;
  const { judge } = await import('./scan/judge.js');
  return judge(hits, {
    loaded,
    baseline,
    root: source.root,
    readsRequests: READ_FOR_REQUESTS.includes(source.kind),
    isUncommitted,
  });
}

async function readHits({ source, loaded, signal }: ScanRequest): Promise<ReadHits> {
  const hits: Hit[] = [];
  let reader: ItemReader | null = null;
  let turn = now();
  for await (const item of source.items(signal)) {
    reader ??= new ItemReader(source, loaded);
    const hit = await reader.read(item);
    if (hit !== null) hits.push(hit);
    if (signal?.aborted && source.givesWhatItFound !== true) break;
    if (now() - turn > TURN_MS) {
      await new Promise((resolve) => setImmediate(resolve));
      turn = now();
    }
  }
  return { hits: await onceEach(hits), gaps: reader?.gaps ?? [], omissions: reader?.omissions ?? [] };
}

/** Broken archives are rare. */
async function onceEach(hits: readonly Hit[]): Promise<readonly Hit[]> {
  if (!hits.some(({ isRest }) => isRest)) return hits;
  const { withoutRepeated } = await import('./scan/rest.js');
  return withoutRepeated(hits);
}

/** What makes a run incomplete although every read succeeded. */
function gapsOfTheRun({ source, shard, signal }: ScanRequest): Omission[] {
  if (signal?.aborted) return [{ what: source.root, why: 'interrupted before everything was read' }];
  const mayBeNothing = source.empty || shard !== undefined;
  const nothingRead = source.tally.bytes === 0 && source.gaps.length === 0 && !mayBeNothing;
  if (!nothingRead) return [];
  const why = source.skipped.length > 0 ? 'all that was named is left out' : 'what was named holds no bytes';
  return [{ what: source.root, why: `nothing was read: ${why}` }];
}

/** A source and who reads its items may both say that something was left out. */
function toldOnce(omissions: readonly Omission[]): readonly Omission[] {
  const ledger = new Ledger();
  for (const { what, why, objects } of omissions) ledger.skip(what, why, objects);
  return ledger.skipped;
}

/** File names are not ours: one may hold a key. */
async function withoutKeys(omissions: readonly Omission[]): Promise<readonly Omission[]> {
  const redacted = await redactorFor(omissions.flatMap(({ what, why }) => [what, why]));
  if (redacted === null) return omissions;
  return omissions.map(({ what, why, ...others }) => ({ what: redacted(what), why: redacted(why), ...others }));
}

/** The address of a site, as it was named, may hold one too. */
async function calledWithoutKeys(sites: NonNullable<Source['sites']>): Promise<NonNullable<Source['sites']>> {
  const redacted = await redactorFor(sites.map(({ url }) => url));
  return redacted === null ? sites : sites.map(({ url, ...others }) => ({ url: redacted(url), ...others }));
}

async function namedWithoutKeys(tips: Report['tips']): Promise<Report['tips']> {
  const submodules = new Set(tips.map(({ submodule }) => submodule ?? ''));
  const redacted = await redactorFor([...submodules, ...tips.map(({ ref }) => ref)]);
  if (redacted === null) return tips;
  return tips.map(({ ref, submodule, ...tip }) => ({
    ref: redacted(ref),
    ...tip,
    ...(submodule !== undefined && { submodule: redacted(submodule) }),
  }));
}

/** Takes keys out of these texts; `null` where none may hold one. A repository may have thousands of references. */
async function redactorFor(texts: readonly string[]): Promise<((text: string) => string) | null> {
  if (texts.length === 0) return null;
  const mayHold = (text: string): boolean => keyPrefilter().testPart(Buffer.from(text));
  if (!mayHold(texts.join('\n'))) return null;
  const { redactKeys } = await import('./detect/redact.js');
  return (text) => (mayHold(text) ? redactKeys(text) : text);
}

/** Milliseconds on a clock that nobody sets. `performance` would have to be loaded. */
function now(): number {
  return process.uptime() * 1000;
}
