import { UsageError } from '../errors.js';
import { type Finding, RULE_IDS, type RuleId } from '../finding.js';
import { readIfPresent } from './discovery.js';
import { JsonError, parseJsonc } from './jsonc.js';

/** One accepted key, or one accepted problem that concerns no key. No path and no line: a key that moves stays accepted. */
export interface BaselineEntry {
  readonly rule: RuleId;
  /** The key's fingerprint; of a problem without a key its finding id. */
  readonly fingerprint: string;
  readonly issuer: string | null;
  readonly redacted: string | null;
}

/** Findings that were there before, accepted all at once (`starrise-scan baseline`). */
export interface Baseline {
  /** Makes fingerprints of guessable keys comparable within this baseline and nowhere else. 32 hexadecimal digits. */
  readonly salt: string;
  readonly entries: readonly BaselineEntry[];
}

export function newBaseline(): Baseline {
  // Loaded where it is needed: it takes a hook longer to start than all that is read of the configuration.
  const { randomBytes } = process.getBuiltinModule('node:crypto');
  return { salt: randomBytes(16).toString('hex'), entries: [] };
}

/** Equal for an entry and the entry of every finding it accepts. */
export function entryKey({ rule, fingerprint }: Pick<BaselineEntry, 'rule' | 'fingerprint'>): string {
  return `${rule} ${fingerprint}`;
}

export function baselineEntryOf({ ruleId, fingerprint, findingId, issuer, redacted }: Finding): BaselineEntry {
  return { rule: ruleId, fingerprint: fingerprint ?? findingId, issuer, redacted };
}

/** The baseline in `file`, or `null` where there is no such file. */
export function readBaseline(file: string): Baseline | null {
  const text = readIfPresent(file);
  if (text === null) return null;
  const value = parse(text, file);
  if (!isBaseline(value)) {
    throw new UsageError(`${file} is not a baseline of this version; write a new one with: starrise-scan baseline`);
  }
  return value;
}

/**
 * The file's text: sorted, one entry a line, without dates and line numbers, so that two branches that accept
 * different keys merge without a conflict and a scan that finds the same writes the same.
 */
export function formatBaseline({ salt, entries }: Baseline): string {
  const unique = new Map(entries.map((entry) => [entryKey(entry), entry]));
  const lines = [...unique]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { rule, fingerprint, issuer, redacted }]) => JSON.stringify({ rule, fingerprint, issuer, redacted }));
  const list = lines.length === 0 ? '[]' : `[\n    ${lines.join(',\n    ')}\n  ]`;
  return `{\n  "version": 1,\n  "salt": ${JSON.stringify(salt)},\n  "entries": ${list}\n}\n`;
}

function parse(text: string, file: string): unknown {
  try {
    return parseJsonc(text);
  } catch (error) {
    if (error instanceof JsonError) throw new UsageError(`${file}:${error.line}:${error.column}: ${error.message}`);
    throw error;
  }
}

/** By hand and not by valibot: the staged scan reads this too, and starts in a hook. */
function isBaseline(value: unknown): value is Baseline {
  const { version, salt, entries } = (value ?? {}) as Record<string, unknown>;
  return version === 1 && isHex(salt) && Array.isArray(entries) && entries.every(isEntry);
}

function isEntry(value: unknown): value is BaselineEntry {
  const { rule, fingerprint } = (value ?? {}) as Record<string, unknown>;
  return RULE_IDS.includes(rule as RuleId) && typeof fingerprint === 'string';
}

function isHex(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
}
