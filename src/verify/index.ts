import { cacheFolder } from '../config/cache-folder.js';
import type { Omission, Verification } from '../finding.js';
import { count } from '../text/list.js';
import { VerdictCache } from './cache.js';
import { deadlineIn, systemClock, type Clock } from './clock.js';
import type { VerifyGateway } from './gateways.js';
import { DEFAULT_LIMITS, transportLimits, type VerifyLimits } from './limits.js';
import { proxyFor, type Proxy } from '../net/proxy.js';
import { routeKeys, type Errand, type FoundKey, type HeldKey } from './route.js';
import { askGateway, type SessionResult } from './session.js';
import { openTransport } from './transport.js';

export { chooseGateways, DEFAULT_GATEWAY } from './gateways.js';
export { describePlan } from './manifest.js';
export type { FoundKey, HeldKey } from './route.js';

export interface VerifySettings {
  /** Where keys may go. Comes from the user alone: see {@link chooseGateways}. */
  readonly gateways: readonly VerifyGateway[];
  /** Whether a key that nothing ties to the only gateway is sent there all the same. */
  readonly sendAmbiguous: boolean;
  /** Whether verdicts of earlier runs are used; new ones are kept in any case. */
  readonly useCache: boolean;
  /** For the proxy variables and the cache folder. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly limits?: Partial<VerifyLimits>;
  readonly clock?: Clock;
  /** Ends the verification early; what is not decided by then is a gap. */
  readonly signal?: AbortSignal;
}

/** What a verification would do. Making one sends nothing. */
export interface VerificationPlan {
  readonly errands: readonly (Errand & { readonly proxy: Proxy | null })[];
  readonly held: readonly HeldKey[];
  /** Verdicts of a moment ago, by fingerprint. */
  readonly known: ReadonlyMap<string, Verification>;
}

export interface VerificationResult {
  /** By fingerprint: one for every key that was sent or known. */
  readonly verdicts: ReadonlyMap<string, Verification>;
  /** Verifications that could not be had. */
  readonly gaps: readonly Omission[];
  /** What is missing although every key has its verdict. */
  readonly skipped: readonly Omission[];
}

/** Decides which key goes where, and which nowhere; each distinct key once, however often it was found. */
export function planVerification(found: Iterable<FoundKey>, settings: VerifySettings): VerificationPlan {
  const { errands, held } = routeKeys(found, settings.gateways, settings);
  const cache = openCache(settings);
  const known = new Map<string, Verification>();
  const open = errands.map(({ gateway, keys }) => {
    const cached = settings.useCache ? cache.read(gateway.base) : new Map<string, Verification>();
    for (const { fingerprint } of keys) {
      const verdict = cached.get(fingerprint);
      if (verdict !== undefined) known.set(fingerprint, verdict);
    }
    const proxy = proxyFor(new URL(gateway.base), settings.environment);
    return { gateway, keys: keys.filter(({ fingerprint }) => !known.has(fingerprint)), proxy };
  });
  return { errands: open.filter(({ keys }) => keys.length > 0), held, known };
}

/** Carries out a plan. Never throws for what the network or a gateway does: that is in `gaps`. */
export async function runPlan(
  plan: VerificationPlan,
  settings: VerifySettings,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<VerificationResult> {
  const limits = { ...DEFAULT_LIMITS, ...settings.limits };
  const clock = settings.clock ?? systemClock(settings.signal);
  const deadline = deadlineIn(limits.totalMs, clock, settings.signal);
  const total = plan.errands.reduce((sum, { keys }) => sum + keys.length, 0);
  let done = 0;
  const onAnswer = (): void => onProgress(++done, total);

  const results = await Promise.all(
    plan.errands.map(async ({ gateway, keys, proxy }) => {
      const transport = openTransport(gateway, proxy, transportLimits(limits), settings.signal);
      try {
        const result = await askGateway(keys, { gateway, transport, clock, limits, deadline, onAnswer });
        return { gateway, ...result };
      } finally {
        transport.close();
      }
    }),
  );
  const remembered = results.map((result) => remembering(result, result.gateway, settings));
  const skipped = results.flatMap((result) => [...result.skipped, ...keep(result, result.gateway, settings)]);
  const verdicts = new Map([...plan.known, ...remembered.flatMap((verdicts) => [...verdicts])]);
  const asked = results.flatMap((result) => [...result.verdicts.values()]);
  return { verdicts, gaps: gapsOf([...plan.known.values(), ...asked]), skipped };
}

/** The verdicts of a gateway; where one could not be had, with what was known of the key before. */
function remembering({ verdicts }: SessionResult, gateway: VerifyGateway, settings: VerifySettings): typeof verdicts {
  const last = openCache(settings).lastStates(gateway.base);
  return new Map(
    [...verdicts].map(([fingerprint, verdict]) => {
      const before = last.get(fingerprint);
      if (verdict.state !== 'unknown' || before === undefined) return [fingerprint, verdict];
      const when = `${before.checkedAt.slice(0, 16).replace('T', ' ')} UTC`;
      return [fingerprint, { ...verdict, detail: `${verdict.detail}; last known: ${before.state}, ${when}` }];
    }),
  );
}

/** Puts settled verdicts into the cache; returns what to say where that failed. */
function keep({ verdicts, unsettled }: SessionResult, gateway: VerifyGateway, settings: VerifySettings): Omission[] {
  try {
    const learned = [...verdicts].filter(([fingerprint]) => !unsettled.has(fingerprint));
    openCache(settings).write(gateway.base, new Map(learned));
    return [];
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'the write failed';
    const why = `${cacheFolder(settings.environment)} cannot be written to (${code})`;
    return [{ what: 'keeping verdicts for the next run', why }];
  }
}

function openCache({ environment, clock = systemClock() }: VerifySettings): VerdictCache {
  return new VerdictCache(cacheFolder(environment), () => clock.now());
}

/** One gap for each gateway and reason: a thousand keys behind one broken connection are one problem. */
function gapsOf(verdicts: readonly Verification[]): readonly Omission[] {
  const counts = new Map<string, { host: string; why: string; keys: number }>();
  for (const { state, host, detail } of verdicts) {
    if (state !== 'unknown') continue;
    const id = `${host} ${detail}`;
    counts.set(id, { host, why: detail, keys: (counts.get(id)?.keys ?? 0) + 1 });
  }
  return [...counts.values()].map(({ host, why, keys }) => ({
    what: `verification of ${count(keys, 'key')} at ${host}`,
    why,
  }));
}
