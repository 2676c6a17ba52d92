import type { Finding, KeySummary, Omission, Report, ScanStats, Shard, Verification } from '../finding.js';
import { inOrder } from '../sources/ledger.js';
import { otherShards } from '../sources/shard.js';
import { judgedKeys } from '../verify/reported.js';
import { VERSION } from '../version.js';
import { attributeAcross } from './attribute.js';
import { byLine, byPlace, isSuppressed } from './findings.js';
import { summariseKeys } from './keys.js';

/**
 * One report of several: each finding once, each key judged by its places in all of them. A shard of which there is no
 * report is a gap.
 */
export function mergeReports(reports: readonly Report[]): Report {
  const all = reports.flatMap(({ findings, suppressed }) => [...findings, ...suppressed]);
  const places = attributeAcross(onceEach(all.sort(byTelling), placeOf).sort(byPlace));
  const findings = places.filter((finding): finding is Finding => !isSuppressed(finding));
  const verifications = latestVerifications(reports.flatMap(({ keys }) => keys));
  const shards = onceEach(
    reports.flatMap(({ target: { shard, shards = [] } }) => [...(shard === undefined ? [] : [shard]), ...shards]),
    JSON.stringify,
  ).sort((a, b) => a.count - b.count || a.index - b.index);
  // What was missing from an earlier merge may be there now.
  const gapsOfReports = reports.flatMap((report) => report.gaps).filter(({ why }) => !NOT_GIVEN.includes(why));
  const gaps = inOrder(onceEach([...gapsOfReports, ...missingShards(shards)], JSON.stringify));
  const isOfOtherShards = new Set(shards.map((shard) => JSON.stringify(otherShards(shard))));
  return {
    schemaVersion: 1,
    tool: { name: 'starrise-scan', version: VERSION },
    target: {
      kind: 'merge',
      root: onceEach(
        reports.map(({ target }) => target.root),
        String,
      ).join(', '),
      ...(shards.length > 0 && { shards }),
    },
    complete: gaps.length === 0 && reports.every((report) => report.complete || report.gaps.length > 0),
    gaps,
    skipped: inOrder(
      onceEach(
        reports.flatMap(({ skipped }) => skipped),
        JSON.stringify,
      ).filter((omission) => !isOfOtherShards.has(JSON.stringify(omission))),
    ),
    stats: sumOf(eachShardOnce(reports).map(({ stats }) => stats)),
    tips: onceEach(
      reports.flatMap(({ tips }) => tips),
      JSON.stringify,
    ),
    keys: judgedKeys(summariseKeys(findings), verifications, findings),
    findings,
    suppressed: places.filter(isSuppressed),
    staleSuppressions: onceEach(
      reports.flatMap((report) => report.staleSuppressions),
      JSON.stringify,
    ).sort(byLine),
  };
}

/** The id alone would do, but for reports of several repositories, in which one path may stand twice. */
function placeOf({ findingId, line, column }: Finding): string {
  return `${findingId}:${line}:${column}`;
}

/**
 * Of the same place in several reports the last counts: one that knows its history, and above all one that was not
 * accepted, whatever the order of the reports.
 */
function byTelling(a: Finding, b: Finding): number {
  const rank = (finding: Finding): number => (isSuppressed(finding) ? 0 : 2) + (finding.history === undefined ? 0 : 1);
  return rank(a) - rank(b);
}

function onceEach<T>(items: readonly T[], identity: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [identity(item), item])).values()];
}

function latestVerifications(keys: readonly KeySummary[]): Map<string, Verification> {
  const latest = new Map<string, Verification>();
  for (const { fingerprint, verification } of keys) {
    if (verification === null) continue;
    const known = latest.get(fingerprint);
    if (known === undefined || known.checkedAt < verification.checkedAt) latest.set(fingerprint, verification);
  }
  return latest;
}

/** Parts that no report is of. Reports of differently divided wholes do not add up, so each division must be complete. */
function missingShards(shards: readonly Shard[]): Omission[] {
  const byCount = new Map<number, Set<number>>();
  for (const { index, count } of shards) byCount.set(count, (byCount.get(count) ?? new Set()).add(index));
  let named = 0;
  return [...byCount].flatMap(([count, given]) => {
    const missing: number[] = [];
    // One more than are named tells that there are more: a count is any number that somebody wrote, as often as they like.
    for (let index = 1; index <= count && named + missing.length <= MOST_NAMED; index++) {
      if (!given.has(index)) missing.push(index);
    }
    const [why, whyMany] = NOT_GIVEN;
    if (named + missing.length <= MOST_NAMED) {
      named += missing.length;
      return missing.map((index) => ({ what: `shard ${index}/${count}`, why }));
    }
    const known = [...given].filter((index) => index <= count).length;
    return [{ what: `${count - known} of ${count} shards`, why: whyMany }];
  });
}

/** What is said of a missing shard, and of many. */
const NOT_GIVEN: readonly [string, string] = [
  'no report of it was given to merge',
  'no reports of them were given to merge',
];

/** Missing shards named one by one. */
const MOST_NAMED = 100;

/** A job of CI that was run again leaves a second report of its shard, of the same files. */
function eachShardOnce(reports: readonly Report[]): readonly Report[] {
  const shards = reports.filter(({ target }) => target.shard !== undefined);
  const wholes = reports.filter(({ target }) => target.shard === undefined);
  return [...wholes, ...onceEach(shards, ({ target }) => JSON.stringify(target))];
}

function sumOf(all: readonly ScanStats[]): ScanStats {
  const sum = (name: keyof ScanStats): number => all.reduce((total, stats) => total + stats[name], 0);
  return {
    files: sum('files'),
    bytes: sum('bytes'),
    blobs: sum('blobs'),
    commits: sum('commits'),
    refs: sum('refs'),
    durationMs: sum('durationMs'),
  };
}
