/**
 * The JSON report, for those who read one: `merge` checks what it is given by it, and `schema/report.schema.json` is
 * generated from it. A member that is not known is no mistake: a later version of the same schemaVersion may add some.
 */
import * as v from 'valibot';
import { type Report, RULE_IDS, SEVERITIES } from '../finding.js';

const text = v.string();
const textOrNull = v.nullable(v.string());
const integer = v.pipe(v.number(), v.integer());
const count = v.pipe(integer, v.minValue(0));
const position = v.pipe(integer, v.minValue(1));
const confidence = v.picklist(['high', 'medium', 'low']);
const fingerprint = v.pipe(
  text,
  v.regex(/^(?:hmac-)?[0-9a-f]{32}$/),
  v.description('Of a key: the same for every spelling of it.'),
);

const omission = v.object({
  what: text,
  why: text,
  objects: v.exactOptional(
    v.pipe(v.array(text), v.description('Ids of the git objects meant, where one row speaks of many.')),
  ),
});

const evidence = v.object({
  kind: v.picklist([
    'prefix',
    'marker',
    'structure',
    'shape',
    'host',
    'base',
    'variable',
    'header',
    'package',
    'suffix',
    'repository',
  ]),
  detail: text,
  line: v.exactOptional(position),
  name: v.exactOptional(text),
});

const snippet = v.object({ line: position, text, start: count, end: count });

const commitFact = v.object({ commit: text, author: text, date: text, path: text, line: v.exactOptional(position) });

const history = v.object({
  submodule: v.exactOptional(
    v.pipe(text, v.description('The path of the submodule whose commits, objects and references these are.')),
  ),
  object: text,
  kind: v.picklist(['blob', 'commit message', 'tag', 'note', 'name']),
  introduced: v.nullable(commitFact),
  removed: v.array(commitFact),
  refs: v.array(text),
  inHead: v.boolean(),
  occurrences: count,
});

const bundle = v.object({
  source: textOrNull,
  sourceLine: v.nullable(position),
  sourceColumn: v.nullable(position),
  via: textOrNull,
  public: v.boolean(),
});

const finding = v.object({
  findingId: v.pipe(text, v.regex(/^[0-9a-f]{32}$/), v.description('Stable over line moves.')),
  ruleId: v.picklist(RULE_IDS),
  problem: text,
  severity: v.picklist(SEVERITIES),
  message: text,
  path: v.pipe(
    text,
    v.description('Relative to the root of the target, with /; of a file in an archive, `backup.zip!/config/.env`.'),
  ),
  line: position,
  column: v.pipe(position, v.description('In UTF-16 units, from 1.')),
  endLine: position,
  endColumn: v.pipe(position, v.description('Exclusive.')),
  fingerprint: v.nullable(fingerprint),
  redacted: textOrNull,
  issuer: textOrNull,
  candidates: v.array(text),
  confidence,
  evidence: v.array(evidence),
  encoding: text,
  snippet: v.nullable(snippet),
  advice: text,
  environmentVariable: v.exactOptional(
    v.pipe(text, v.description('Of a key: the variable of the environment to read it from instead.')),
  ),
  nameOf: v.exactOptional(
    v.pipe(
      v.picklist(['file', 'folder']),
      v.description('Where the key stands in the last name of the path, in which the column counts.'),
    ),
  ),
  history: v.exactOptional(history),
  bundle: v.exactOptional(bundle),
});

const suppressedFinding = v.object({
  ...finding.entries,
  suppression: v.object({ by: v.picklist(['comment', 'configuration', 'baseline']), where: text, reason: textOrNull }),
});

const token = v.pipe(
  v.object({
    name: text,
    used: v.number(),
    available: v.number(),
    unlimited: v.boolean(),
    expiresAt: textOrNull,
    models: v.nullable(v.array(text)),
  }),
  v.description("What the gateway knows about the token; quota in the gateway's own units."),
);

const verification = v.object({
  state: v.picklist(['live', 'restricted', 'expired', 'exhausted', 'disabled', 'unrecognized', 'inactive', 'unknown']),
  checkedAt: text,
  host: text,
  detail: text,
  token: v.exactOptional(token),
});

const key = v.object({
  redacted: text,
  fingerprint,
  issuer: text,
  candidates: v.array(text),
  confidence,
  verification: v.nullable(verification),
  advice: text,
  places: count,
});

const shard = v.object({ index: position, count: position });

export const reportSchema = v.object({
  schemaVersion: v.literal(1),
  tool: v.object({ name: v.literal('starrise-scan'), version: text }),
  target: v.object({
    kind: v.picklist(['files', 'staged', 'stdin', 'history', 'bundle', 'merge']),
    root: text,
    shard: v.exactOptional(shard),
    shards: v.exactOptional(v.array(shard)),
    sites: v.exactOptional(v.array(v.object({ url: text, hosts: v.array(text), requests: count }))),
  }),
  complete: v.pipe(v.boolean(), v.description('Whether everything in scope was read.')),
  gaps: v.pipe(v.array(omission), v.description('What should have been read and could not be.')),
  skipped: v.pipe(v.array(omission), v.description('What policy leaves out.')),
  stats: v.object({ files: count, bytes: count, blobs: count, commits: count, refs: count, durationMs: count }),
  tips: v.array(v.object({ ref: text, id: text, submodule: v.exactOptional(text) })),
  keys: v.pipe(v.array(key), v.description('One per distinct key.')),
  findings: v.pipe(v.array(finding), v.description('One per place.')),
  suppressed: v.array(suppressedFinding),
  staleSuppressions: v.array(v.object({ where: text, why: v.picklist(['unused', 'expired']), detail: text })),
}) satisfies v.GenericSchema<unknown, Report>;
