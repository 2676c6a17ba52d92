import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makePrivateFolder } from '../config/cache-folder.js';
import type { TokenFacts, Verification } from '../finding.js';
import type { TokenState } from '../gateway/token-states.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * How long a verdict is good for, in milliseconds. What can hurt at once, or was not learned, is asked again soon; what
 * the gateway has deleted does not come back.
 */
export const LIFETIMES: Readonly<Record<TokenState, number>> = {
  live: 5 * MINUTE,
  restricted: 5 * MINUTE,
  unknown: 2 * MINUTE,
  expired: HOUR,
  exhausted: HOUR,
  disabled: HOUR,
  inactive: HOUR,
  unrecognized: 24 * HOUR,
};

/** How long it is remembered what a key's last decided state was, for the day on which its gateway cannot be asked. */
const MEMORY = 30 * 24 * HOUR;

const FORMAT = 1;
/** Keys remembered at the most; the oldest go first. */
const MOST = 20_000;

/** The last state of a key that was more than `unknown`. */
export type LastState = Pick<Verification, 'state' | 'checkedAt'>;

interface Entry {
  readonly verdict: Verification;
  readonly last: LastState | null;
}

/**
 * Verdicts of earlier runs, by gateway and fingerprint, in a file that only the user can read. It holds no key, and
 * nothing depends on it: what cannot be read, or is not what was written, counts as empty.
 */
export class VerdictCache {
  readonly #file: string;
  readonly #now: () => number;

  constructor(folder: string, now: () => number) {
    this.#file = path.join(folder, 'verdicts.json');
    this.#now = now;
  }

  /** The verdicts that are still good, for one gateway (its base URL), by fingerprint. */
  read(base: string): ReadonlyMap<string, Verification> {
    const verdicts = this.#of(base).map(([fingerprint, { verdict }]) => [fingerprint, verdict] as const);
    return new Map(verdicts.filter(([, verdict]) => this.#age(verdict) < LIFETIMES[verdict.state]));
  }

  /** What was last decided, however long ago, for one gateway, by fingerprint. */
  lastStates(base: string): ReadonlyMap<string, LastState> {
    return new Map(this.#of(base).flatMap(([fingerprint, { last }]) => (last === null ? [] : [[fingerprint, last]])));
  }

  /** Adds verdicts of one gateway. Another run writing at the same time may win; nothing is lost but time. */
  write(base: string, verdicts: ReadonlyMap<string, Verification>): void {
    const known = this.#load();
    const added = [...verdicts].map(([fingerprint, verdict]): [string, Entry] => {
      const id = `${base} ${fingerprint}`;
      const { state, checkedAt } = verdict;
      return [id, { verdict, last: state === 'unknown' ? (known.get(id)?.last ?? null) : { state, checkedAt } }];
    });
    const kept = [...new Map([...known, ...added])]
      .sort(([, a], [, b]) => Date.parse(b.verdict.checkedAt) - Date.parse(a.verdict.checkedAt))
      .slice(0, MOST);
    const text = JSON.stringify({ format: FORMAT, keys: Object.fromEntries(kept) });
    makePrivateFolder(path.dirname(this.#file));
    // A new file put in place: never half written, and never through a link that stands there.
    const temporary = `${this.#file}.${randomUUID()}`;
    try {
      writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
      renameSync(temporary, this.#file);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  /** Entries of one gateway, by fingerprint. */
  #of(base: string): [string, Entry][] {
    const prefix = `${base} `;
    return [...this.#load()].flatMap(([id, entry]) =>
      id.startsWith(prefix) ? [[id.slice(prefix.length), entry]] : [],
    );
  }

  #load(): ReadonlyMap<string, Entry> {
    try {
      const content = JSON.parse(readFileSync(this.#file, 'utf8')) as { format?: unknown; keys?: unknown } | null;
      const keys = content?.format === FORMAT ? content.keys : {};
      const entries = Object.entries((keys ?? {}) as Record<string, unknown>);
      return new Map(entries.filter((entry): entry is [string, Entry] => this.#isEntry(entry[1])));
    } catch {
      return new Map();
    }
  }

  #isEntry(value: unknown): value is Entry {
    if (!isObject(value) || !isObject(value['verdict'])) return false;
    const { verdict, last } = value;
    const { host, detail, token } = verdict;
    return (
      typeof host === 'string' &&
      typeof detail === 'string' &&
      (token === undefined || isTokenFacts(token)) &&
      this.#isRecent(verdict) &&
      (last === null || this.#isRecent(last))
    );
  }

  /** A state of the future was written under another clock, and proves nothing about its age. */
  #isRecent(value: unknown): value is LastState {
    if (!isObject(value)) return false;
    const { state, checkedAt } = value;
    if (typeof state !== 'string' || !Object.hasOwn(LIFETIMES, state) || typeof checkedAt !== 'string') return false;
    const age = this.#age({ checkedAt });
    return age >= 0 && age < MEMORY;
  }

  #age({ checkedAt }: Pick<Verification, 'checkedAt'>): number {
    return this.#now() - Date.parse(checkedAt);
  }
}

function isTokenFacts(value: unknown): value is TokenFacts {
  if (!isObject(value)) return false;
  const { name, used, available, unlimited, expiresAt, models } = value;
  return (
    typeof name === 'string' &&
    typeof used === 'number' &&
    typeof available === 'number' &&
    typeof unlimited === 'boolean' &&
    (expiresAt === null || typeof expiresAt === 'string') &&
    (models === null || (Array.isArray(models) && models.every((model) => typeof model === 'string')))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
