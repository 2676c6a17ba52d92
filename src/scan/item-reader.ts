import { constants } from 'node:buffer';
import { detectSettings, type LoadedConfig } from '../config/config.js';
import type { Detection, DetectSettings } from '../detect/detection.js';
import { Kind, SIGNS } from '../detect/needles.js';
import { createPrefilter, type Prefilter } from '../detect/prefilter.js';
import { UsageError } from '../errors.js';
import type { Omission } from '../finding.js';
import { gatewayNames } from '../requests/signs.js';
import type { Source, SourceItem } from '../sources/source.js';
import type { Hit } from './findings.js';
import type { RequestMatch, RequestReader } from './requests.js';

/** What sources are read for more than keys: those of today. */
export const READ_FOR_REQUESTS: readonly Source['kind'][] = ['files', 'staged', 'stdin'];

/** Of UTF-16 the prefilter knows no more than that it is. */
const FOR_REQUESTS = SIGNS | Kind.wide;

/** Looks through what a source gives. Each step is loaded when there is something for it to do. */
export class ItemReader {
  readonly gaps: Omission[] = [];
  readonly #omissions: Omission[] = [];
  readonly #source: Source;
  readonly #loaded: LoadedConfig;
  readonly #settings: DetectSettings;
  readonly #prefilter: Prefilter;
  #requests: RequestReader | null = null;

  constructor(source: Source, loaded: LoadedConfig) {
    this.#source = source;
    this.#loaded = loaded;
    this.#settings = detectSettings(loaded.config);
    this.#prefilter = createPrefilter(READ_FOR_REQUESTS.includes(source.kind) ? gatewayNames(loaded.config) : null);
  }

  /** What was read for keys alone, or not by its syntax. */
  get omissions(): readonly Omission[] {
    return [...this.#omissions, ...(this.#requests?.omissions ?? [])];
  }

  /** What is found in an item; `null` for nothing. */
  async read(item: SourceItem): Promise<Hit | null> {
    const { path, bytes, nameOf, isRest } = item;
    const kinds = item.kinds ?? (await this.#attempt(path, () => this.#prefilter.kinds(bytes))) ?? 0;
    const { detect } = await import('../detect/index.js');
    const detected = await this.#attempt(path, () => detect(bytes, this.#settings, kinds));
    // A comment in there may be for another rule, and nobody mends it there.
    const detection = item.forKeysOnly === true && detected !== null ? { ...detected, unused: [] } : detected;
    const requests = (await this.#attempt(path, () => this.#requestsIn(item, kinds))) ?? [];
    if (requests.length === 0) {
      return detection !== null && saysSomething(detection)
        ? { path, detection, ...(nameOf && { nameOf }), ...(isRest && { isRest }) }
        : null;
    }
    return { path, detection: detection ?? NOTHING, requests };
  }

  /** The parser is loaded only for a text about a gateway, or one that may hand keys to browsers: nearly every hook meets none. */
  async #requestsIn(item: SourceItem, kinds: number): Promise<readonly RequestMatch[]> {
    if (this.#prefilter.gateways === null || item.forKeysOnly === true || (kinds & FOR_REQUESTS) === 0) return [];
    const { RequestReader } = await import('./requests.js');
    this.#requests ??= new RequestReader(this.#loaded, this.#source.root);
    const { matches, omission } = await this.#requests.read(item, kinds);
    if (omission !== null) this.#omissions.push({ what: item.path, why: omission });
    return matches;
  }

  /** A mistake of ours in one file must not cost what is found in all others. */
  async #attempt<Result>(path: string, step: () => Result | Promise<Result>): Promise<Result | null> {
    try {
      return await step();
    } catch (error) {
      if (error instanceof UsageError) throw error;
      this.gaps.push({ what: path, why: failureOf(error) });
      return null;
    }
  }
}

const NOTHING: Detection = { matches: [], suppressed: [], unused: [], encoding: 'utf-8' };

function saysSomething({ matches, suppressed, unused }: Detection): boolean {
  return matches.length > 0 || suppressed.length > 0 || unused.length > 0;
}

/** Node's own limit, which `--max-size` may be set above. */
const TOO_LONG = `not looked through: it is longer than the ${constants.MAX_STRING_LENGTH} characters that one text may have`;

/** With the place in our own code: that is what a report of the mistake needs. */
function failureOf(error: unknown): string {
  if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_STRING_TOO_LONG') return TOO_LONG;
  const [message, ...others] = (error instanceof Error ? (error.stack ?? error.message) : String(error)).split('\n');
  // Behind the first line of a longer message may stand what others wrote.
  const place = others.find((line) => /^ +at /.test(line));
  const where = place === undefined ? '' : ` ${place.trim().replace(/\(.*[\\/](?=[^\\/]+\)$)/, '(')}`;
  return `starrise-scan failed on it, please report this: ${message}${where}`;
}
