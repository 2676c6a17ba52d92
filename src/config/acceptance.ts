import path from 'node:path';
import type { RuleId } from '../finding.js';
import type { LoadedConfig } from './config.js';
import { globMatcher } from './globs.js';

/** What an entry of `suppress` asks of a problem. */
export interface AcceptableProblem {
  readonly ruleId: RuleId;
  readonly fingerprint: string | null;
  /** Absolute path of the file it is in. */
  readonly file: string;
}

/** One entry of `suppress` in the configuration, ready to be asked. */
export interface Acceptance {
  readonly where: string;
  readonly what: string;
  readonly reason: string;
  readonly expires: string;
  readonly expired: boolean;
  /** Whether it is about a key, so that looking for keys alone tells whether it is of use. */
  readonly isForKey: boolean;
  readonly accepts: (problem: AcceptableProblem) => boolean;
}

/** The entries of `suppress`; `today` is `YYYY-MM-DD` in UTC. */
export function acceptancesOf({ config, file, folder }: LoadedConfig, today: string): Acceptance[] {
  return config.suppress.map(({ fingerprint, path: glob, rule, reason, expires = '' }, index) => {
    const matchesPath = glob === undefined ? () => true : globMatcher([glob]);
    return {
      where: `${path.basename(file ?? '')} suppress[${index}]`,
      what: fingerprint ?? glob ?? '',
      reason,
      expires,
      expired: expires !== '' && expires < today,
      isForKey: rule === undefined ? fingerprint !== undefined : rule === 'no-hardcoded-key',
      accepts: (problem) =>
        (fingerprint === undefined || fingerprint === problem.fingerprint) &&
        (rule === undefined || rule === problem.ruleId) &&
        matchesPath(pathFrom(folder, problem.file)),
    };
  });
}

/** `file` as seen from `folder` (both absolute), with `/`. */
export function pathFrom(folder: string, file: string): string {
  return path.relative(folder, file).replaceAll(path.sep, '/');
}

/** The day it is, `YYYY-MM-DD` in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
}
