import { setImmediate as nextTurn } from 'node:timers/promises';
import { today } from './config/acceptance.js';
import { type Baseline, newBaseline } from './config/baseline.js';
import { mayReachBrowsers } from './client/signs.js';
import { detectSettings, type LoadedConfig } from './config/config.js';
import { detect, type Detection } from './detect/index.js';
import { redactKeys } from './detect/redact.js';
import type { Omission, Report, Shard } from './finding.js';
import type { Secret } from './keys/secret.js';
import { mayHoldRequests, gatewayNames } from './requests/signs.js';
import { byPlace, findingsOf, type Hit } from './scan/findings.js';
import { summariseKeys } from './scan/keys.js';
import { suppressFindings } from './scan/suppress.js';
import type { ReadRequests } from './scan/requests.js';
import type { Source, SourceItem } from './sources/source.js';
import type { ReportedKeys, VerifiedKeys } from './verify/reported.js';
import { VERSION } from './version.js';

export interface ScanRequest {
  readonly source: Source;
  readonly loaded: LoadedConfig;
  readonly baseline: Baseline | null;
  readonly shard?: Shard;
  /** True where everything that the configuration and the baseline speak of is read: unused entries are stale then. */
  readonly coversProject: boolean;
  /** Ends the scan early; the report then says that it is incomplete. */
  readonly signal?: AbortSignal;
  /** Says where the texts of hits stand, for a source whose items are content without a place (git objects). */
  readonly locate?: (hits: readonly Hit[]) => Promise<readonly Hit[]>;
  /** Asks whether keys are live. Without it nothing leaves the machine. */
  readonly verify?: (reported: ReportedKeys) => Promise<VerifiedKeys>;
}

interface ReadHits {
  readonly hits: readonly Hit[];
  /** Scripts that could not be parsed. */
  readonly unparsed: readonly Omission[];
}

const UNPARSED = 'its syntax is not understood: requests in it were looked for as in plain text';

/** The loop gives way this often, so that a signal and the progress line are heard between synchronous reads. */
const TURN_MS = 50;

/** The whole pipeline: source → detect → locate → attribute → suppress → verify → report. */
export async function scan(request: ScanRequest): Promise<Report> {
  const { source, loaded, baseline } = request;
  const started = performance.now();
  const { hits: read, unparsed } = await readHits(request);
  const hits = (await request.locate?.(read)) ?? read;

  const secrets = new Map<string, Secret>();
  const found = findingsOf(hits, { config: loaded.config, salt: baseline?.salt ?? newBaseline().salt, secrets });
  const accepted = suppressFindings(found.findings, { loaded, baseline, today: today(), root: source.root });
  const keys = summariseKeys(accepted.findings);
  const suppressed = [...found.suppressed, ...accepted.suppressed].sort(byPlace);
  const verified = await request.verify?.({ keys, findings: [...accepted.findings, ...suppressed], secrets });

  const gaps = [...source.gaps, ...gapsOfTheRun(request), ...(verified?.gaps ?? [])].map(withoutKeys);
  return {
    schemaVersion: 1,
    tool: { name: 'starrise-scan', version: VERSION },
    target: { kind: source.kind, root: source.root, ...(request.shard && { shard: request.shard }) },
    complete: gaps.length === 0,
    gaps,
    skipped: [...source.skipped, ...unparsed, ...(verified?.skipped ?? [])].map(withoutKeys),
    stats: { commits: 0, refs: 0, ...source.tally, durationMs: Math.round(performance.now() - started) },
    tips: (source.tips ?? []).map(({ ref, id }) => ({ ref: redactKeys(ref), id })),
    keys: verified?.keys ?? keys,
    findings: accepted.findings,
    suppressed,
    staleSuppressions: [
      ...accepted.expired,
      ...(request.coversProject && gaps.length === 0 ? accepted.unused : []),
      ...(source.kind === 'history' ? [] : found.unusedDirectives),
    ],
  };
}

async function readHits({ source, loaded, signal }: ScanRequest): Promise<ReadHits> {
  const settings = detectSettings(loaded.config);
  const hits: Hit[] = [];
  const unparsed: Omission[] = [];
  let turn = performance.now();
  for await (const item of source.items(signal)) {
    const detection = detect(item.bytes, settings);
    const requests = await requestsIn(item, source, loaded);
    if (requests?.isUnparsed) unparsed.push({ what: item.path, why: UNPARSED });
    if (requests === null || requests.matches.length === 0) {
      if (saysSomething(detection)) hits.push({ path: item.path, detection });
    } else {
      hits.push({ path: item.path, detection, requests: requests.matches });
    }
    if (signal?.aborted) break;
    if (performance.now() - turn > TURN_MS) {
      await nextTurn();
      turn = performance.now();
    }
  }
  return { hits, unparsed };
}

/** What sources are read for more than keys: those of today. */
const READ_FOR_REQUESTS: readonly Source['kind'][] = ['files', 'staged', 'stdin'];

/** The parser is loaded only for a text about a gateway, or one that may hand keys to browsers: nearly every hook meets none. */
async function requestsIn(
  item: SourceItem,
  { kind, root }: Source,
  loaded: LoadedConfig,
): Promise<ReadRequests | null> {
  if (!READ_FOR_REQUESTS.includes(kind)) return null;
  const text = Buffer.from(item.bytes.buffer, item.bytes.byteOffset, item.bytes.byteLength).toString('latin1');
  if (!mayHoldRequests(text, gatewayNames(loaded.config)) && !mayReachBrowsers(text)) return null;
  const { readRequests } = await import('./scan/requests.js');
  return readRequests(item, loaded, root);
}

function saysSomething({ matches, suppressed, unused }: Detection): boolean {
  return matches.length > 0 || suppressed.length > 0 || unused.length > 0;
}

/** What makes a run incomplete although every read succeeded. */
function gapsOfTheRun({ source, shard, signal }: ScanRequest): Omission[] {
  if (signal?.aborted) return [{ what: source.root, why: 'interrupted before everything was read' }];
  const mayBeNothing = source.empty || shard !== undefined;
  const nothingRead = source.tally.bytes === 0 && source.gaps.length === 0 && !mayBeNothing;
  return nothingRead ? [{ what: source.root, why: 'nothing was read: what was named holds no bytes' }] : [];
}

/** File names are not ours: one may hold a key. */
function withoutKeys({ what, why }: Omission): Omission {
  return { what: redactKeys(what), why: redactKeys(why) };
}
