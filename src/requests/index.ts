import type { Config } from '../config/config.js';
import { isComponent, treesOf, untyped, type SyntaxTree } from '../syntax/index.js';
import { judge, type JudgeSettings } from './judge.js';
import type { Problem } from './problem.js';
import { gatewayNames, mayHoldRequests } from './signs.js';
import type { Site } from './site.js';
import { readScripts } from './syntax/read.js';
import type { Versions } from './syntax/request.js';
import { readText } from './text/read.js';

export type { JudgeSettings } from './judge.js';
export { fails, type Edit, type Problem, type Repair } from './problem.js';
export { gatewayNames, mayHoldRequests } from './signs.js';

/** Names of files that are read by their syntax. */
const SCRIPT = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|html?)$/i;

/** The part of a configuration that the judgement of requests reads. */
export function judgeSettings({ dialect, gateways, variables }: Config): JudgeSettings {
  return { dialect, gateways, variables };
}

/** What was read of a text. */
export interface RequestProblems {
  readonly problems: readonly Problem[];
  /** Whether a syntax error sent it to the reader for plain texts. */
  readonly isUnparsed: boolean;
  /** Whether reading was given up somewhere in it: see {@link UnreadSite}. */
  readonly isUnread: boolean;
}

const NOTHING: RequestProblems = { problems: [], isUnparsed: false, isUnread: false };

/**
 * What is wrong with the requests, base URLs, addresses and logs in a text, in its order. Pure. The name of the file
 * says which language it is; `syntax` is the tree of the whole text, where the caller has one; `versions` are those of the
 * packages that its project depends on.
 */
export function findRequestProblems(
  text: string,
  path: string,
  settings: JudgeSettings,
  syntax?: SyntaxTree,
  versions: Versions = {},
): RequestProblems {
  if (!mayHoldRequests(text, gatewayNames(settings))) return NOTHING;
  const trees = syntax ? [untyped(text, syntax)] : SCRIPT.test(path) ? treesOf(text) : [];
  const sites = trees.length > 0 ? readScripts(trees, text, versions) : readText(text, path);
  const isUnparsed = SCRIPT.test(path) && trees.length === 0 && !isComponent(text);
  const isUnread = sites.some(({ kind }) => kind === 'unread');
  return { problems: problemsOf(sites, settings), isUnparsed, isUnread };
}

function problemsOf(sites: readonly Site[], settings: JudgeSettings): Problem[] {
  const problems = sites.flatMap((site) => judge(site, settings));
  // A header that several requests share is wrong once.
  const distinct = new Map(problems.map((problem) => [`${problem.code} ${problem.start} ${problem.end}`, problem]));
  return [...distinct.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}
