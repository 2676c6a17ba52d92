import { answerToUnknown, familyOf } from '../../gateway/endpoints.js';
import type { Address } from '../address.js';
import { problem, type Code, type Problem } from '../problem.js';
import type { Span } from '../site.js';
import { shownPath } from './advice.js';

/** A way in which people spoil a path. */
interface PathMistake {
  readonly code: Code;
  /** The path as it was meant, from the one that is written, without slashes in a row. */
  readonly meant: (path: string) => string;
  readonly says: string;
}

/** Source: public issues of clients of these gateways, November 2026. */
const MISTAKES: readonly PathMistake[] = [
  { code: 'double-slash', meant: (path) => path, says: 'has two slashes in a row' },
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
  // Where a path is right but for two slashes, these are the mistake; where it is not, another one stands beside them.
  const single = path.replace(/\/{2,}/g, '/');
  for (const { code, meant, says } of MISTAKES) {
    // A base in a variable may bring the version along.
    if (isTail && code === 'missing-version') continue;
    const right = meant(single);
    const family = familyOf(right);
    if (family === null) continue;
    return [
      problem(code, {
        outcome: answerToUnknown(path),
        family: family.label,
        what: `${shownPath(path)} ${says}`,
        correction: `Call ${shownPath(right)}`,
        at,
      }),
    ];
  }
  return [];
}
