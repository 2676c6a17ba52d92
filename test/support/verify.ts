import { inspect } from 'node:util';
import { Secret } from '../../src/keys/secret.js';
import type { Clock } from '../../src/verify/clock.js';
import {
  chooseGateways,
  describePlan,
  planVerification,
  runPlan,
  type FoundKey,
  type VerificationPlan,
  type VerificationResult,
  type VerifySettings,
} from '../../src/verify/index.js';
import type { VerifyLimits } from '../../src/verify/limits.js';
import { temporaryFolder } from './folder.js';
import { TestClock } from './gateway/clock.js';
import { expectNoRawKey, filesBelow } from './no-raw-key.js';

/** A key of the gateway's shape, as the grammar hands it on. */
export function secretOf(key: string): Secret {
  return new Secret({ whole: key.slice(0, 51), prefix: 'sk-', gatewayShape: true, guessable: false });
}

function fingerprintOf(key: string): string {
  return secretOf(key).fingerprint ?? '';
}

/** A found key that nothing but its shape speaks of, changed by `changes`. */
export function foundKey(key: string, changes: Partial<FoundKey> = {}): FoundKey {
  return { secret: secretOf(key), issuer: 'ambiguous', candidates: ['new-api', 'moonshot'], evidence: [], ...changes };
}

export interface VerifyOptions {
  readonly clock?: Clock;
  readonly limits?: Partial<VerifyLimits>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly useCache?: boolean;
}

/** Settings of a user who names `gateways` on the command line, with a clock and a cache folder of the test's own. */
export function settingsFor(gateways: readonly string[], options: VerifyOptions = {}): VerifySettings {
  const environment = { XDG_CACHE_HOME: temporaryFolder(), ...options.environment };
  return {
    gateways: chooseGateways({ commandLine: gateways, environment, userConfiguration: [] }),
    sendAmbiguous: false,
    useCache: options.useCache ?? false,
    environment,
    clock: options.clock ?? new TestClock(),
    limits: { requestMs: 2_000, ...options.limits },
  };
}

export interface Verified extends VerificationResult {
  readonly plan: VerificationPlan;
  /** In the order of the keys that were asked for. */
  readonly states: readonly (string | undefined)[];
  readonly details: readonly (string | undefined)[];
}

/** What a run may show, in every way in which it can be turned into text. */
function textsOf(plan: VerificationPlan, result: VerificationResult): Record<string, string> {
  return {
    'the result as JSON': JSON.stringify([plan, [...result.verdicts], result.gaps, result.skipped]),
    'the result as console.log shows it': inspect([plan, result], { depth: 20, showHidden: true }),
    'the manifest': describePlan(plan).join(),
  };
}

/** Verifies whole `keys` against the gateway at `url`; nothing that comes of it holds one of them. */
export async function verifyAt(url: string, keys: readonly string[], options: VerifyOptions = {}): Promise<Verified> {
  const settings = settingsFor([url], options);
  const plan = planVerification(
    keys.map((key) => foundKey(key)),
    settings,
  );
  const result = await runPlan(plan, settings);
  expectNoRawKey({ ...filesBelow(settings.environment['XDG_CACHE_HOME'] ?? ''), ...textsOf(plan, result) }, keys);
  const verdicts = keys.map((key) => result.verdicts.get(fingerprintOf(key)));
  return { ...result, plan, states: verdicts.map((one) => one?.state), details: verdicts.map((one) => one?.detail) };
}
