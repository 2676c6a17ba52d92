import { userGateways } from '../config/load.js';
import { UsageError } from '../errors.js';
import { chooseGateways, type VerifySettings } from '../verify/index.js';
import { verifyReported, type ReportedKeys, type VerifiedKeys } from '../verify/reported.js';
import type { Io, Surroundings } from './io.js';
import type { OptionValues } from './options.js';

/** What the options, the environment and the user's own file say about verification; nothing of it from a repository. */
export async function verifySettings(values: OptionValues, { env }: Surroundings): Promise<VerifySettings> {
  return {
    gateways: chooseGateways({
      commandLine: values.gateway ?? [],
      environment: env,
      userConfiguration: (await userGateways(env)).map(({ address }) => address),
    }),
    sendAmbiguous: values['verify-ambiguous'] ?? false,
    useCache: !(values['no-cache'] ?? false),
    environment: env,
  };
}

/** The verification of a scan, as the options ask for it; `null` where they ask for none. */
export async function openVerifier(
  values: OptionValues,
  io: Io,
): Promise<((reported: ReportedKeys, signal: AbortSignal) => Promise<VerifiedKeys>) | null> {
  refuseWithoutVerify(values);
  if (values.verify !== true) return null;
  const settings = await verifySettings(values, io);
  return (reported, signal) =>
    verifyReported(reported, {
      ...settings,
      signal,
      dryRun: values['dry-run'] ?? false,
      needsEveryVerdict: values['fail-on'] === 'live',
      announce: (line) => io.stderr.write(`verify: ${line}\n`),
      onProgress: progressOn(io, values),
    });
}

/** What only makes sense with --verify is a mistake without it: a check that did not happen would look like a clean one. */
function refuseWithoutVerify(values: OptionValues): void {
  if (values['fail-on'] === 'live' && (values.verify !== true || values['dry-run'] === true)) {
    throw new UsageError('--fail-on live needs verdicts: add --verify, and leave out --dry-run');
  }
  if (values.verify === true) return;
  for (const name of ['dry-run', 'verify-ambiguous'] as const) {
    if (values[name] === true) throw new UsageError(`--${name} is about verification: add --verify`);
  }
}

/** A line that counts, on a terminal; wiped when all is done. */
function progressOn({ stderr }: Io, values: OptionValues): (done: number, of: number) => void {
  if (stderr.isTTY !== true || values['no-progress'] === true || values.quiet === true) return () => undefined;
  return (done, of) => stderr.write(done === of ? '\r\u001B[K' : `\rverify: ${done} of ${of} keys\u001B[K`);
}
