import type { DetectSettings } from '../detect/detection.js';
import type { RuleId, Severity } from '../finding.js';
import type { Dialect } from '../gateway/dialects.js';

/** What a configuration file says, complete: what it leaves out has its default. */
export interface Config {
  /** Hosts of the gateways, ours first, lower case, with a port if any. They serve linting and attribution; no key is sent to them. */
  readonly gateways: readonly string[];
  /** Names, beside the built-in ones, of variables that hold the gateway's keys. */
  readonly variables: readonly string[];
  /** Which contract the gateways speak; it decides what is a wrong header or path. */
  readonly dialect: Dialect;
  /** The variable that advice and suggestions tell people to read the key from; `null` for the one of {@link variableFor}. */
  readonly environmentVariable: string | null;
  /** Globs relative to the configuration's folder; empty means everything. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Larger files are left out and named in the report. Bytes; `null` for the source's own limit. */
  readonly maxSize: number | null;
  /** Whether `gitleaks:allow` and other tools' tags suppress too. */
  readonly foreignSuppressions: boolean;
  readonly suppress: readonly Suppression[];
  /** Path of the baseline relative to the configuration's folder. */
  readonly baseline: string;
  /** The least severity that makes the command end with 1. */
  readonly failOn: FailOn;
  readonly rules: Readonly<Partial<Record<RuleId, Severity | 'off'>>>;
}

export type FailOn = Severity;

/** Accepts findings of one key or of some paths; at least one of the two is given. */
export interface Suppression {
  readonly fingerprint?: string;
  /** A glob relative to the configuration's folder. */
  readonly path?: string;
  /** Only findings of this rule. */
  readonly rule?: RuleId;
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day on which it holds (UTC). */
  readonly expires?: string;
}

/** A configuration and where its relative paths start. */
export interface LoadedConfig {
  readonly config: Config;
  /** Absolute path of the file it was read from, `null` where there is none. */
  readonly file: string | null;
  /** Absolute path of the folder that its globs and its baseline are relative to. */
  readonly folder: string;
}

export const DEFAULT_CONFIG: Config = {
  // The host that Starrise documents, see src/gateway.
  gateways: ['api.starrise.ai'],
  variables: [],
  dialect: 'new-api',
  environmentVariable: null,
  include: [],
  exclude: [],
  maxSize: null,
  foreignSuppressions: true,
  suppress: [],
  baseline: 'starrise.baseline.json',
  failOn: 'error',
  rules: {},
};

/** The part of a configuration that detection reads. */
export function detectSettings(config: Config): DetectSettings {
  return {
    gateways: config.gateways.map((host) => ({ host })),
    variables: config.variables,
    foreignSuppressions: config.foreignSuppressions,
  };
}
