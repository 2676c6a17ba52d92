import type { SyntaxTree } from '../../syntax/index.js';
import type { Classification } from '../classify.js';
import type { ClientProblem } from '../problem.js';
import { inlinedValues } from './builds.js';
import { browserClientAt, sentKeyAt } from './gateways.js';
import { CALLS, FUNCTIONS, Program, type Node } from './program.js';
import { resultsAt } from './results.js';
import { publicVariablesAt } from './variables.js';
import { wholeEnvironmentAt } from './whole-environment.js';

type Reader = (node: Node, program: Program, classification: Classification, file: string) => ClientProblem[];

/** Who looks at which nodes. */
const READERS: readonly { readonly reads: Reader; readonly types: readonly string[]; readonly onServers?: true }[] = [
  { reads: resultsAt, types: [...FUNCTIONS, ...CALLS, 'JSXAttribute'], onServers: true },
  { reads: publicVariablesAt, types: ['MemberExpression', 'VariableDeclarator', 'ImportDeclaration'] },
  { reads: wholeEnvironmentAt, types: ['MemberExpression'] },
  { reads: browserClientAt, types: CALLS },
  { reads: sentKeyAt, types: ['Property', 'ArrayExpression', 'TemplateLiteral', 'BinaryExpression', ...CALLS] },
];

const NONE: readonly Reader[] = [];
const ON_SERVERS = readersByType(READERS.filter(({ onServers }) => onServers));
const ELSEWHERE = readersByType(READERS);

/** How keys get out through one script. `file` tells build configurations from code. */
export function scriptProblems(tree: SyntaxTree, file: string, classification: Classification): ClientProblem[] {
  const program = new Program(tree);
  const readers = classification.side === 'server' ? ON_SERVERS : ELSEWHERE;
  const problems = inlinedValues(program, file, classification);
  for (const node of program.nodes) {
    for (const reads of readers.get(node.type) ?? NONE) problems.push(...reads(node, program, classification, file));
  }
  return problems;
}

function readersByType(rows: typeof READERS): ReadonlyMap<string, readonly Reader[]> {
  const types = new Set(rows.flatMap((row) => row.types));
  return new Map(
    [...types].map((type) => [type, rows.filter((row) => row.types.includes(type)).map(({ reads }) => reads)]),
  );
}
