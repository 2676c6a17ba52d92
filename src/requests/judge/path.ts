import { answerToUnknown, familyOf } from '../../gateway/endpoints.js';
import type { Address } from '../address.js';
import { problem, type Code, type Problem } from '../problem.js';
import type { Span } from '../site.js';
import { shownPath } from './advice.js';

/** A way in which people spoil a path. */
interface PathMistake {
  readonly code: Code;
  /** The path as it was meant, from the one that is written; the same where the mistake is not made. */
  readonly meant: (path: string) => string;
  readonly says: string;
}

/** Source: public issues of clients of these gateways, November 2026. */
const MISTAKES: readonly PathMistake[] = [
  { code: 'double-slash', meant: (path) => path.replace(/\/{2,}/g, '/'), says: 'has two slashes in a row' },
  {
    code: 'doubled-version',
    meant: (path) =>
      path.replace(/^\/v1\/(?=v1\/|v1beta\/)|^\/v1beta(?=\/v1beta\/)/, (found) => (found.endsWith('/') ? '/' : '')),
    says: 'has the version twice',
  },
  { code: 'missing-version', meant: (path) => `/v1${path}`, says: 'has no `/v1`' },
  {
    code: 'missing-version',
    meant: (path) => (path.includes(':') ? `/v1beta${path}` : path),
    says: 'has no `/v1beta`',
  },
];

/** What is wrong with a path that the gateway does not serve, if one of the usual mistakes explains it. */
export function pathProblem({ path, isTail }: Pick<Address, 'path' | 'isTail'>, at: Span): Problem[] {
  const alone = mistakeIn(path, path, isTail, at);
  return alone.length > 0 ? alone : mistakeIn(path.replace(/\/{2,}/g, '/'), path, isTail, at);
}

/** `written` is the path in the source; `path` the same, maybe without a mistake that it has beside another. */
function mistakeIn(path: string, written: string, isTail: boolean, at: Span): Problem[] {
  for (const { code, meant, says } of MISTAKES) {
    // A base in a variable may bring the version along.
    if (isTail && code === 'missing-version') continue;
    const right = meant(path);
    const family = familyOf(right);
    if (family === null) continue;
    return [
      problem(code, {
        outcome: answerToUnknown(written),
        family: family.label,
        what: `${shownPath(written)} ${says}`,
        correction: `Call ${shownPath(right)}`,
        at,
      }),
    ];
  }
  return [];
}
