/** The vocabulary of results, shared by the scanner, the reports and the ESLint rules. Data only: no raw key fits in here. */

export const RULE_IDS = [
  'no-hardcoded-key',
  'no-client-key',
  'auth-header',
  'base-url',
  'no-key-in-url',
  'no-key-in-log',
] as const;
export type RuleId = (typeof RULE_IDS)[number];

export const SEVERITIES = ['error', 'warning'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** `high`: the form or a host, variable or marker proves it. `medium`: the shape alone. `low`: believable in context only. */
export type Confidence = 'high' | 'medium' | 'low';

/** One reason for what a finding says. `detail` is a full clause for people, e.g. "host api.starrise.ai on line 3". */
export interface Evidence {
  readonly kind:
    | 'prefix'
    | 'marker'
    | 'structure'
    | 'shape'
    | 'host'
    | 'base'
    | 'variable'
    | 'header'
    | 'package'
    | 'suffix'
    | 'repository';
  readonly detail: string;
  /** 1-based line the evidence stands on, where it stands in the same file. */
  readonly line?: number;
  /** The host, variable or package that it speaks of: what decides where a key may be verified. */
  readonly name?: string;
}

/** 1-based; columns in UTF-16 units, the end exclusive, as editors and SARIF count. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One source line, every key in it redacted, clipped around the place; `start` and `end` index `text`. */
export interface Snippet {
  readonly line: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface CommitFact {
  readonly commit: string;
  readonly author: string;
  /** ISO 8601. */
  readonly date: string;
  readonly path: string;
  readonly line?: number;
}

/** What a name is the name of. */
export type NameOf = 'file' | 'folder';

export interface HistoryFacts {
  /** The path of the submodule that commits, objects and references are of; absent where they are the repository's own. */
  readonly submodule?: string;
  readonly object: string;
  readonly kind: 'blob' | 'commit message' | 'tag' | 'note' | 'name';
  readonly introduced: CommitFact | null;
  readonly removed: readonly CommitFact[];
  readonly refs: readonly string[];
  readonly inHead: boolean;
  readonly occurrences: number;
}

export interface BundleFacts {
  /** The original that the key was written in, or that reads the variable that holds it. */
  readonly source: string | null;
  readonly sourceLine: number | null;
  /** 1-based, in UTF-16 units. */
  readonly sourceColumn: number | null;
  /** How the key got in, e.g. `VITE_X inlined from .env.production`. */
  readonly via: string | null;
  /** Whether it is served or shipped; else it is in a part of the build that stays on the server. */
  readonly public: boolean;
}

/** What is wrong with a stretch of a text, whether or not a key is known there. No key stands in any text of it. */
export interface TextProblem {
  readonly ruleId: RuleId;
  readonly code: string;
  readonly severity: Severity;
  /** UTF-16 offsets into the whole text. */
  readonly start: number;
  readonly end: number;
  /** What is wrong, a clause without a full stop. */
  readonly message: string;
  /** What to do, a sentence without a full stop. */
  readonly correction: string;
  readonly repair: TextRepair | null;
}

/** A change of a text that mends a problem. */
export interface TextRepair {
  /** What it does, for people. */
  readonly says: string;
  readonly edits: readonly { readonly start: number; readonly end: number; readonly text: string }[];
  /** Whether nothing else can change by it: only then it is made without being asked for. */
  readonly isSafe: boolean;
}

/** One problem at one place. */
export interface Finding extends Place {
  /** Stable over line moves: from rule, problem, fingerprint (or normalised snippet) and path. */
  readonly findingId: string;
  readonly ruleId: RuleId;
  /** The problem code within the rule, e.g. `key`. */
  readonly problem: string;
  readonly severity: Severity;
  readonly message: string;
  /** Relative to the target's root, with `/`. */
  readonly path: string;
  /** Of the key concerned; `null` for problems that concern no key. */
  readonly fingerprint: string | null;
  readonly redacted: string | null;
  readonly issuer: string | null;
  readonly candidates: readonly string[];
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
  /** How the key is written: `plain`, or decoders from the outside in, e.g. `base64 > json`. */
  readonly encoding: string;
  readonly snippet: Snippet | null;
  /** What to do now, in one or two sentences. */
  readonly advice: string;
  /** Of a key: the variable of the environment to read it from instead. */
  readonly environmentVariable?: string;
  /** Where the key stands in the last name of `path`, and not in a content: the column counts in that name. */
  readonly nameOf?: NameOf;
  readonly history?: HistoryFacts;
  readonly bundle?: BundleFacts;
}

export interface Verification {
  readonly state:
    'live' | 'restricted' | 'expired' | 'exhausted' | 'disabled' | 'unrecognized' | 'inactive' | 'unknown';
  /** ISO 8601. */
  readonly checkedAt: string;
  readonly host: string;
  /** Why this state, a clause for people. */
  readonly detail: string;
  /** What the gateway told about the token, where it told anything. */
  readonly token?: TokenFacts;
}

/** What the gateway knows about a token; quota in the gateway's own units. */
export interface TokenFacts {
  readonly name: string;
  readonly used: number;
  readonly available: number;
  readonly unlimited: boolean;
  /** ISO 8601; `null`: never. */
  readonly expiresAt: string | null;
  /** The only models it may call; `null`: all. */
  readonly models: readonly string[] | null;
}

/** One distinct key, however often and however spelled it occurs. */
export interface KeySummary {
  readonly redacted: string;
  readonly fingerprint: string;
  readonly issuer: string;
  readonly candidates: readonly string[];
  readonly confidence: Confidence;
  readonly verification: Verification | null;
  readonly advice: string;
  readonly places: number;
}

/** A finding that a comment, the configuration or the baseline accepts. */
export interface SuppressedFinding extends Finding {
  readonly suppression: {
    readonly by: 'comment' | 'configuration' | 'baseline';
    readonly where: string;
    readonly reason: string | null;
  };
}

/** Something in scope that was not read: a failed read (`gaps`) or what policy leaves out (`skipped`). */
export interface Omission {
  readonly what: string;
  readonly why: string;
  /** Ids of the git objects meant, where one row speaks of many. */
  readonly objects?: readonly string[];
}

/** A suppression that matched nothing, or whose date has passed. */
export interface StaleSuppression {
  readonly where: string;
  readonly why: 'unused' | 'expired';
  readonly detail: string;
}

export interface ScanStats {
  readonly files: number;
  readonly bytes: number;
  readonly blobs: number;
  readonly commits: number;
  readonly refs: number;
  readonly durationMs: number;
}

/** Part `index` (from 1) of `count` parts that together are the whole. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** A site that the user named. */
export interface AskedSite {
  /** Without user name, password, and query. */
  readonly url: string;
  /** Every host that was asked: scheme, name and port. */
  readonly hosts: readonly string[];
  readonly requests: number;
}

/** A reference that a history was scanned up to. */
export interface Tip {
  readonly ref: string;
  readonly id: string;
  /** The path of the submodule that it is a reference of. */
  readonly submodule?: string;
}

/** The JSON report, `schemaVersion` 1; its JSON Schema is `schema/report.schema.json`. */
export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'starrise-scan'; readonly version: string };
  readonly target: {
    readonly kind: 'files' | 'staged' | 'stdin' | 'history' | 'bundle' | 'merge';
    readonly root: string;
    /** Which part of the files this run read, where it was told to read a part. */
    readonly shard?: Shard;
    /** Of a merge: the parts that its reports are of. */
    readonly shards?: readonly Shard[];
    /** The deployed sites that were read, and what was asked for that. */
    readonly sites?: readonly AskedSite[];
  };
  readonly complete: boolean;
  readonly gaps: readonly Omission[];
  readonly skipped: readonly Omission[];
  readonly stats: ScanStats;
  readonly tips: readonly Tip[];
  readonly keys: readonly KeySummary[];
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly staleSuppressions: readonly StaleSuppression[];
}
