import type { SyntaxTree } from '../../syntax/index.js';
import type { Classification } from '../classify.js';
import type { ClientProblem } from '../problem.js';
import { inlinedValues } from './builds.js';
import { browserClientAt, sentKeyAt } from './gateways.js';
import { Program } from './program.js';
import { resultsAt } from './results.js';
import { publicVariablesAt, wholeEnvironmentAt } from './variables.js';

/** How keys get out through one script. `file` tells build configurations from code. */
export function scriptProblems(tree: SyntaxTree, file: string, classification: Classification): ClientProblem[] {
  const program = new Program(tree);
  const isServer = classification.side === 'server';
  return [
    ...inlinedValues(program, file, classification),
    ...program.nodes.flatMap((node) => [
      ...resultsAt(node, program, file, classification),
      ...(isServer
        ? []
        : [
            ...publicVariablesAt(node, program, classification),
            ...wholeEnvironmentAt(node, program, classification),
            ...browserClientAt(node, program, classification),
            ...sentKeyAt(node, program, classification),
          ]),
    ]),
  ];
}
