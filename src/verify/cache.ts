import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Verification } from '../finding.js';
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

const FORMAT = 1;
/** Verdicts kept at the most; the oldest go first. */
const MOST = 20_000;

type Verdicts = Readonly<Record<string, Verification>>;

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
    const fresh = Object.entries(this.#load()).filter(([, verdict]) => this.#isFresh(verdict));
    return new Map(
      fresh.flatMap(([id, verdict]) => (id.startsWith(`${base} `) ? [[id.slice(base.length + 1), verdict]] : [])),
    );
  }

  /** Adds verdicts of one gateway. Another run writing at the same time may win; nothing is lost but time. */
  write(base: string, verdicts: ReadonlyMap<string, Verification>): void {
    const added = Object.fromEntries(
      [...verdicts].map(([fingerprint, verdict]) => [`${base} ${fingerprint}`, verdict]),
    );
    const kept = Object.entries({ ...this.#load(), ...added })
      .filter(([, verdict]) => this.#isFresh(verdict))
      .sort(([, a], [, b]) => Date.parse(b.checkedAt) - Date.parse(a.checkedAt))
      .slice(0, MOST);
    const text = JSON.stringify({ format: FORMAT, verdicts: Object.fromEntries(kept) });
    mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
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

  #load(): Verdicts {
    try {
      const content = JSON.parse(readFileSync(this.#file, 'utf8')) as { format?: unknown; verdicts?: unknown } | null;
      const { verdicts } = content?.format === FORMAT ? content : { verdicts: {} };
      const entries = Object.entries((verdicts ?? {}) as Record<string, unknown>);
      return Object.fromEntries(entries.filter((entry): entry is [string, Verification] => isVerdict(entry[1])));
    } catch {
      return {};
    }
  }

  /** A verdict of the future was written under another clock, and proves nothing about its age. */
  #isFresh({ state, checkedAt }: Verification): boolean {
    const age = this.#now() - Date.parse(checkedAt);
    return age >= 0 && age < LIFETIMES[state];
  }
}

function isVerdict(value: unknown): value is Verification {
  if (typeof value !== 'object' || value === null) return false;
  const { state, checkedAt, host, detail } = value as Partial<Record<keyof Verification, unknown>>;
  return (
    typeof state === 'string' &&
    Object.hasOwn(LIFETIMES, state) &&
    typeof checkedAt === 'string' &&
    typeof host === 'string' &&
    typeof detail === 'string'
  );
}

/** The user's cache folder for this tool, by the platform's custom. */
export function cacheFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  const xdg = environment['XDG_CACHE_HOME'];
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, 'starrise');
  if (platform === 'win32') {
    return path.join(environment['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local'), 'starrise', 'cache');
  }
  if (platform === 'darwin') return path.join(homedir(), 'Library', 'Caches', 'starrise');
  return path.join(homedir(), '.cache', 'starrise');
}
