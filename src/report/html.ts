/**
 * One page for people: nothing is loaded, nothing runs, so that it can be opened from a mail or an artefact of CI and be
 * kept. What others wrote is escaped by the template (`markup.ts`); the policy in its head is the second wall.
 */
import { createHash } from 'node:crypto';
import type {
  Finding,
  KeySummary,
  Omission,
  Report,
  Snippet,
  StaleSuppression,
  SuppressedFinding,
} from '../finding.js';
import { count, grouped } from '../text/list.js';
import { formatSize } from '../text/size.js';
import { factsOf, identityOf, verdictOf } from './facts.js';
import { STYLE } from './html-style.js';
import type { RenderOptions } from './index.js';
import { Markup, markup } from './markup.js';
import { groupFindings, hasError, type KeyGroup } from './order.js';
import { ruleAddress, ruleInfo } from './rules.js';

/** More places than these are folded up, as is an index of more keys. */
const PLACES_OPEN = 5;
const KEYS_OPEN = 40;

const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

export function render(report: Report, { finished }: Pick<RenderOptions, 'finished'>): string {
  const { groups, problems } = groupFindings(report);
  const title = titleOf(report);
  return String(markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · starrise-scan</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header>
<p class="product">starrise-scan</p>
<h1>${title}</h1>
<p class="about">${aboutOf(report, finished)}</p>
${tilesOf(report)}
</header>
<main>
${report.gaps.length === 0 ? null : gapsNotice(report.gaps)}
${groups.length < 2 ? null : indexOf(groups)}
${groups.map(keySection)}
${problems.length === 0 ? null : problemsSection(problems)}
${report.suppressed.length === 0 ? null : acceptedSection(report.suppressed)}
${report.staleSuppressions.length === 0 ? null : staleSection(report.staleSuppressions)}
${report.skipped.length === 0 ? null : omissionsSection('Left out by policy', report.skipped)}
</main>
<footer>
<p>Keys are shown in part only, and this page loads nothing and runs nothing. Written by starrise-scan ${report.tool.version}.</p>
</footer>
</body>
</html>
`);
}

function titleOf({ keys, findings, complete }: Report): string {
  const keyless = findings.filter(({ fingerprint }) => fingerprint === null).length;
  const found = [keys.length > 0 && count(keys.length, 'key'), keyless > 0 && count(keyless, 'other problem')];
  const text = found.filter(Boolean).join(' and ');
  return text !== '' ? `${text} found` : complete ? 'Nothing found' : 'Nothing found, but not all was read';
}

const TARGETS: Readonly<Record<Report['target']['kind'], string>> = {
  files: 'Files and folders',
  staged: 'What a commit would record',
  stdin: 'Standard input',
  history: 'Git history',
  bundle: 'Built frontend code',
  merge: 'Several reports joined',
};

function aboutOf({ target, stats }: Report, finished: Date): string {
  const folder = target.root.split(/[/\\]/).at(-1) ?? '';
  const when = `${finished.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const read =
    stats.commits > 0
      ? `${count(stats.commits, 'commit')} and ${count(stats.blobs, 'blob')}`
      : count(stats.files, 'file');
  const where = target.kind === 'merge' || folder === '' ? '' : ` of ${folder}`;
  return `${TARGETS[target.kind]}${where}: ${read}, ${formatSize(stats.bytes)}. ${when}.`;
}

function tilesOf({ keys, findings, suppressed, gaps }: Report): Markup {
  const live = keys.filter(
    ({ verification }) => verification?.state === 'live' || verification?.state === 'restricted',
  );
  const isVerified = keys.some(({ verification }) => verification !== null);
  const tiles: (readonly [amount: number, what: string, tone: string])[] = [
    [keys.length, keys.length === 1 ? 'key' : 'keys', keys.length > 0 ? 'bad' : 'good'],
    ...(isVerified ? [[live.length, 'still live', live.length > 0 ? 'bad' : 'good'] as const] : []),
    [findings.length, findings.length === 1 ? 'place' : 'places', findings.length > 0 ? 'bad' : 'good'],
    [suppressed.length, 'accepted', ''],
    [gaps.length, 'not read', gaps.length > 0 ? 'bad' : 'good'],
  ];
  const rows = tiles.map(
    ([amount, what, tone]) => markup`<div class="${`tile ${tone}`}"><dt>${what}</dt><dd>${grouped(amount)}</dd></div>
`,
  );
  return markup`<dl class="tiles">
${rows}</dl>`;
}

function gapsNotice(gaps: readonly Omission[]): Markup {
  return markup`<section class="notice" aria-labelledby="not-read">
<h2 id="not-read">Not everything was read</h2>
<p>These may hold keys that this page does not show:</p>
${omissionList(gaps)}
</section>`;
}

/** Every key in a line: which, whose, alive, where first. */
function indexOf(groups: readonly KeyGroup[]): Markup {
  const rows = groups.map(
    ({
      key,
      places,
    }) => markup`<tr><th scope="row"><a href="${`#${anchorOf(key)}`}"><code>${key.redacted}</code></a></th><td>${identityOf(key)}</td><td>${key.verification?.state ?? 'not asked'}</td><td class="number">${grouped(places.length)}</td><td>${places[0] === undefined ? null : address(places[0])}</td></tr>
`,
  );
  return markup`<section aria-labelledby="keys">
<details${new Markup(groups.length <= KEYS_OPEN ? ' open' : '')}>
<summary><h2 id="keys">All keys at a glance</h2></summary>
<div class="wide" tabindex="0" role="region" aria-label="Table of keys"><table>
<thead><tr><th scope="col">Key</th><th scope="col">Whose</th><th scope="col">Live?</th><th scope="col" class="number">Places</th><th scope="col">First place</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>
</details>
</section>`;
}

function keySection({ key, places }: KeyGroup): Markup {
  const id = anchorOf(key);
  return markup`<article class="key" aria-labelledby="${id}">
<h2 id="${id}">${severityBadge(hasError(places))} <code>${key.redacted}</code></h2>
<p class="who">${identityOf(key)} <span class="quiet">· ${key.confidence} confidence</span></p>
${key.verification === null ? null : markup`<p class="${`verdict ${key.verification.state}`}">${verdictOf(key.verification)}</p>`}
<p class="advice"><strong>What to do:</strong> ${key.advice}</p>
${placeList(places)}
<p class="fingerprint">Fingerprint <code>${key.fingerprint}</code></p>
</article>
`;
}

function anchorOf({ fingerprint }: KeySummary): string {
  return `key-${fingerprint}`;
}

function placeList(places: readonly Finding[]): Markup {
  const list = (some: readonly Finding[]): Markup => markup`<ol class="places">
${some.map(placeItem)}</ol>`;
  const rest = places.slice(PLACES_OPEN);
  return rest.length === 0
    ? list(places)
    : markup`${list(places.slice(0, PLACES_OPEN))}
<details><summary>${count(rest.length, 'more place')}</summary>
${list(rest)}
</details>`;
}

function placeItem(finding: Finding): Markup {
  const facts = factsOf(finding);
  return markup`<li>
<p class="place">${address(finding)}${finding.ruleId === 'no-hardcoded-key' ? null : markup` <span class="quiet">${ruleInfo(finding.ruleId).title}</span>`}</p>
${finding.snippet === null ? null : frame(finding.snippet)}
${facts.length === 0 ? null : markup`<p class="facts">${facts.join('; ')}</p>`}
</li>
`;
}

/** Isolated: a name in a script that runs the other way must not turn the line number round. */
function address({ path, line, column }: Finding): Markup {
  return markup`<bdi class="path">${path}</bdi><span class="quiet">:${line}:${column}</span>`;
}

function frame({ line, text, start, end }: Snippet): Markup {
  return markup`<pre><span class="line">${line}</span><code>${text.slice(0, start)}<mark>${text.slice(start, end)}</mark>${text.slice(end).trimEnd()}</code></pre>`;
}

function problemsSection(problems: readonly Finding[]): Markup {
  const items = problems.map(
    (finding) => markup`<article class="problem">
<h3>${severityBadge(finding.severity === 'error')} ${finding.message}</h3>
<p class="advice"><strong>What to do:</strong> ${finding.advice} <a href="${ruleAddress(finding.ruleId)}" rel="noreferrer">${finding.ruleId}</a></p>
${placeList([finding])}
</article>
`,
  );
  return markup`<section aria-labelledby="problems">
<h2 id="problems">Other problems</h2>
${items}</section>`;
}

function severityBadge(isError: boolean): Markup {
  return markup`<span class="${isError ? 'badge error' : 'badge warning'}">${isError ? 'error' : 'warning'}</span>`;
}

function acceptedSection(suppressed: readonly SuppressedFinding[]): Markup {
  const rows = suppressed.map((finding) => {
    const { by, where, reason } = finding.suppression;
    return markup`<tr><th scope="row">${address(finding)}</th><td><code>${finding.redacted ?? finding.message}</code></td><td>${by}, ${where}</td><td>${reason ?? 'no reason given'}</td></tr>
`;
  });
  return markup`<section aria-labelledby="accepted">
<details>
<summary><h2 id="accepted">Accepted: ${count(suppressed.length, 'finding')}</h2></summary>
<div class="wide" tabindex="0" role="region" aria-label="Table of accepted findings"><table>
<thead><tr><th scope="col">Place</th><th scope="col">Key or problem</th><th scope="col">Accepted by</th><th scope="col">Reason</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>
</details>
</section>`;
}

function staleSection(stale: readonly StaleSuppression[]): Markup {
  const omissions = stale.map(({ where, why, detail }) => ({ what: where, why: `${why}: ${detail}` }));
  return omissionsSection('Suppressions that accept nothing any more', omissions);
}

function omissionsSection(title: string, omissions: readonly Omission[]): Markup {
  return markup`<section>
<details>
<summary><h2>${title}: ${grouped(omissions.length)}</h2></summary>
${omissionList(omissions)}
</details>
</section>`;
}

function omissionList(omissions: readonly Omission[]): Markup {
  const items = omissions.map(
    ({ what, why }) => markup`<li><bdi class="path">${what}</bdi>: ${why}</li>
`,
  );
  return markup`<ul>
${items}</ul>`;
}
