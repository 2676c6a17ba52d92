import type { Omission, TokenFacts, Verification } from '../finding.js';
import type { Secret } from '../keys/secret.js';
import { count } from '../text/list.js';
import { NO_REPLY, readModels, readUsage, type Answer, type ModelsReading, type UsageReading } from './answer.js';
import { TokenBucket } from './bucket.js';
import type { Clock, Deadline } from './clock.js';
import { decide } from './decide.js';
import { describeState } from './describe.js';
import type { VerifyGateway } from './gateways.js';
import type { VerifyLimits } from './limits.js';
import { inParallel } from './parallel.js';
import { controlKey } from './probe.js';
import { shown } from './shown.js';
import type { Transport } from './transport.js';

/** A key that is to be asked for. */
export interface RoutedKey {
  readonly secret: Secret;
  readonly fingerprint: string;
}

export interface SessionSettings {
  readonly gateway: VerifyGateway;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly limits: VerifyLimits;
  readonly deadline: Deadline;
  /** Called whenever one more key has its answer of `/v1/models`. */
  readonly onAnswer: () => void;
}

export interface SessionResult {
  /** By fingerprint; one for every key. */
  readonly verdicts: ReadonlyMap<string, Verification>;
  /** Fingerprints of keys that are better asked again soon: no reply was had, or no time to learn why it is refused. */
  readonly unsettled: ReadonlySet<string>;
  /** What is missing although each key has its verdict. */
  readonly skipped: readonly Omission[];
}

interface Asked {
  readonly key: RoutedKey;
  readonly models: ModelsReading;
  usage: UsageReading;
  readonly at: number;
}

const NOT_ASKED: UsageReading = { outcome: 'nothing', token: null, reason: 'the usage endpoint was not asked' };
const TIME_IS_UP = 'the time for verification was over, or it was interrupted';

/** Asks one gateway for `keys`, each once. Never throws for what the network or the gateway does. */
export async function askGateway(keys: readonly RoutedKey[], settings: SessionSettings): Promise<SessionResult> {
  return new Session(settings).run(keys);
}

class Session {
  readonly #settings: SessionSettings;
  readonly #modelsBucket: TokenBucket;
  readonly #usageBucket: TokenBucket;
  /** What the refusal of a key that nobody holds looks like; `null` before the first. */
  #refusal: string | null = null;
  /** Why the gateway is not asked any more. */
  #stopped: string | null = null;
  #failuresInRow = 0;
  /** What to say where the rest that the server asked for leaves no time for another request. */
  #resting: string | null = null;
  #usageAbsent: UsageReading | null = null;

  constructor(settings: SessionSettings) {
    this.#settings = settings;
    this.#modelsBucket = new TokenBucket(settings.limits.models, settings.clock);
    this.#usageBucket = new TokenBucket(settings.limits.usage, settings.clock);
  }

  async run(keys: readonly RoutedKey[]): Promise<SessionResult> {
    this.#stopped = await this.#objection();
    const asked: Asked[] = [];
    for (const batch of batchesOf(keys, this.#settings.limits.batch)) asked.push(...(await this.#askBatch(batch)));
    await this.#askUsages(asked);
    return this.#result(asked);
  }

  /** Why the answers of this host cannot be believed: it has to refuse a key that nobody holds, the same way each time. */
  async #objection(deadline: Deadline = this.#settings.deadline): Promise<string | null> {
    const { outcome, shape, reason } = await this.#askModels(controlKey(), deadline);
    if (outcome === 'nothing') return `${reason} (asked about a random key)`;
    if (outcome !== 'refused') return 'it accepts a random key that nobody holds, so its answers prove nothing';
    if (this.#refusal !== null && shape !== this.#refusal) return 'something else began to answer for the gateway';
    this.#refusal = shape;
    return null;
  }

  async #askBatch(batch: readonly RoutedKey[]): Promise<readonly Asked[]> {
    const { limits, clock, deadline, onAnswer } = this.#settings;
    const asked: Asked[] = [];
    await inParallel(batch, limits.concurrency, async (key) => {
      const models = this.#stopped === null ? await this.#askModels(key.secret, deadline) : nothing(this.#stopped);
      this.#countFailure(models);
      asked.push({ key, models, usage: NOT_ASKED, at: clock.now() });
      onAnswer();
    });
    if (asked.every(({ models: { shape } }) => shape === this.#refusal || shape === NO_REPLY)) return asked;
    // Answers of another character than the refusal: is it still the gateway that answers? What came before the deadline
    // is not lost for want of this one answer.
    const objection = await this.#objection(() => deadline() + 2 * limits.requestMs);
    if (objection === null) return asked;
    this.#stopped = objection;
    return asked.map((one) => (one.models.outcome === 'nothing' ? one : { ...one, models: nothing(objection) }));
  }

  #countFailure(models: ModelsReading): void {
    this.#failuresInRow = models.outcome === 'nothing' ? this.#failuresInRow + 1 : 0;
    if (this.#failuresInRow >= this.#settings.limits.failuresInRow) {
      this.#stopped ??= `${this.#failuresInRow} keys in a row had no answer of use; the last: ${models.reason}`;
    }
  }

  async #askModels(secret: Secret, deadline: Deadline): Promise<ModelsReading> {
    const { transport, clock, limits } = this.#settings;
    for (let attempt = 1; ; attempt++) {
      if (!(await this.#modelsBucket.take(deadline))) {
        this.#stopped ??= this.#resting ?? TIME_IS_UP;
        return nothing(this.#stopped);
      }
      const answer = await transport.ask('/v1/models', secret);
      const reading = readModels(answer);
      if (!reading.passing) return reading;
      const rest = restAfter(answer, limits.tooManyMs);
      if (rest !== null) {
        this.#modelsBucket.pauseUntil(clock.now() + rest.milliseconds);
        this.#resting = `it asked to be left alone for ${Math.ceil(rest.milliseconds / 1000)} s (${rest.status}), longer than there was time`;
      }
      if (attempt === limits.attempts) return reading;
      if (rest === null && !(await this.#backOff(attempt, deadline))) return reading;
    }
  }

  /** Waits before the next attempt, longer each time. False, without a wait, where that would be after `deadline` says. */
  async #backOff(attempt: number, deadline: Deadline): Promise<boolean> {
    const { clock, limits } = this.#settings;
    const wait = limits.backoffMs * 2 ** (attempt - 1);
    if (clock.now() + wait > deadline()) return false;
    await clock.sleep(wait);
    return true;
  }

  /**
   * Spends the scarce requests to the usage endpoint where they decide most: on refused keys whose refusal does not tell,
   * then on the other refused ones; what is left tells the names of tokens that are live.
   */
  async #askUsages(asked: readonly Asked[]): Promise<void> {
    const refused = asked.filter(({ models }) => models.outcome === 'refused');
    const silent = refused.filter(({ models }) => models.claim === null || models.claim === 'unknown');
    const telling = refused.filter((one) => !silent.includes(one));
    const accepted = asked.filter(({ models }) => models.outcome === 'list' || models.outcome === 'forbidden');
    for (const one of silent) one.usage = await this.#askUsage(one.key.secret, this.#settings.deadline);
    for (const one of [...accepted, ...telling])
      one.usage = await this.#askUsage(one.key.secret, () => this.#settings.clock.now());

    const decisive = silent.filter(({ usage }) => usage.outcome !== 'nothing');
    const objection = decisive.length > 0 ? await this.#objection() : null;
    if (objection !== null) for (const one of decisive) one.usage = { ...NOT_ASKED, reason: objection };
  }

  async #askUsage(secret: Secret, deadline: Deadline): Promise<UsageReading> {
    const { transport, clock, limits } = this.#settings;
    let told: UsageReading = { ...NOT_ASKED, reason: USED_UP };
    for (let attempt = 1; ; attempt++) {
      if (this.#usageAbsent !== null) return this.#usageAbsent;
      if (this.#stopped !== null) return { ...NOT_ASKED, reason: this.#stopped };
      if (!(await this.#usageBucket.take(deadline))) return told;
      // The rate of requests is that of both kinds together.
      if (!(await this.#modelsBucket.take(this.#settings.deadline))) return told;
      const answer = await transport.ask('/api/usage/token/', secret);
      const reading = readUsage(answer, clock.now());
      if (reading.outcome === 'absent') this.#usageAbsent = reading;
      if (!isTrouble(answer)) return reading;
      const rest = restAfter(answer, limits.usage.windowMs);
      if (rest !== null) this.#usageBucket.pauseUntil(clock.now() + rest.milliseconds);
      if (!isTooMany(answer)) told = reading;
      if (attempt === limits.attempts) return told;
      if (rest === null && !(await this.#backOff(attempt, deadline))) return told;
    }
  }

  #result(asked: readonly Asked[]): SessionResult {
    const verdicts = new Map(asked.map((one) => [one.key.fingerprint, this.#verdict(one)]));
    const unreached = asked.filter(({ models }) => models.shape === NO_REPLY);
    const untold = asked.filter(
      ({ key, usage }) => usage.reason === USED_UP && verdicts.get(key.fingerprint)?.state === 'inactive',
    );
    const unsettled = new Set([...unreached, ...untold].map(({ key }) => key.fingerprint));
    return { verdicts, unsettled, skipped: untold.length === 0 ? [] : [this.#omissionOf(untold.length)] };
  }

  #omissionOf(untold: number): Omission {
    const { gateway, limits } = this.#settings;
    const minutes = limits.usage.windowMs / 60_000;
    return {
      what: `why ${gateway.host} refuses ${count(untold, 'key')}, shown as inactive`,
      why: `it tells ${limits.usage.requests} times in ${minutes} minutes; run again later to learn more`,
    };
  }

  #verdict({ key: { secret }, models, usage, at }: Asked): Verification {
    const told = { models: models.outcome, claim: models.claim, usage: usage.outcome };
    const state = decide(told);
    const token = usage.token === null ? null : shownFacts(usage.token, secret);
    const message = models.message === null ? null : shown(models.message, secret);
    return {
      state,
      checkedAt: new Date(at).toISOString(),
      host: this.#settings.gateway.host,
      detail: describeState(state, {
        reason: models.reason || usage.reason,
        usageReason: usage.reason,
        message,
        token,
      }),
      ...(token !== null && { token }),
    };
  }
}

const USED_UP = 'the requests that its usage endpoint allows are used up';

function nothing(reason: string): ModelsReading {
  return { outcome: 'nothing', claim: null, message: null, shape: NO_REPLY, reason, passing: false };
}

function isTooMany(answer: Answer): boolean {
  return 'status' in answer && answer.status === 429;
}

/** Whether asking once more may help. */
function isTrouble(answer: Answer): boolean {
  return 'failure' in answer ? answer.lasting !== true : answer.status === 429 || answer.status >= 500;
}

/** The rest that the server asks for, whatever is asked: what it names, or `ifUnnamed` after a 429; `null` where it asks for none. */
function restAfter(answer: Answer, ifUnnamed: number): { milliseconds: number; status: number } | null {
  if ('failure' in answer) return null;
  const milliseconds = answer.retryAfter ?? (isTooMany(answer) ? ifUnnamed : null);
  return milliseconds === null ? null : { milliseconds, status: answer.status };
}

/** A token is limited to a few models; a server could name any number. */
const MODELS_SHOWN = 200;

function shownFacts(token: TokenFacts, secret: Secret): TokenFacts {
  const models = token.models?.slice(0, MODELS_SHOWN).map((name) => shown(name, secret)) ?? null;
  return { ...token, name: shown(token.name, secret), models };
}

function* batchesOf<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
