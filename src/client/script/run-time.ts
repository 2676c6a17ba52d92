import type { Variable } from '../../syntax/index.js';
import { environmentAt } from './environment.js';
import { calleeName, identifierName, isCall, type Node, type Program } from './program.js';

/** Calls by whose names the result was in the bundle all along: `getEnv('KEY')`, `atob(text)`. */
const UNVEILS = /env|atob|deco|decrypt|deobf/i;

/** Calls that give what a server hands to every visitor: `fetch`, `response.json()`, `axios.get(…)`. */
const FROM_A_SERVER = /fetch|axios|^(?:json|text|ky|request)$/i;

/** Names that nothing declares and that hold what one visitor left there: storages, and the stores of Svelte. */
const OF_THE_VISITOR = /^(?:localStorage|sessionStorage|location|\$\w+)$/;

/** How many names one value may lead through. */
const MAX_DEPTH = 20;

/**
 * Whether a value surely comes in when the program runs, and so may be a key that each visitor brings along: parameters,
 * members of `this`, results of calls, what visitors store. What cannot be told is not. `filled`: variables that are known to.
 */
export function comesAtRunTime(node: Node, program: Program, filled = new Set<Variable>(), depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  const value = program.source(node);
  const again = (part: unknown): boolean => comesAtRunTime(part as Node, program, filled, depth + 1);
  const orNothing = (part: unknown): boolean => (part as Node)['value'] === '' || again(part);
  if (isCall(value)) {
    const given = value['arguments'] as Node[];
    const isOurs = UNVEILS.test(calleeName(value)) || isFromServer(value, program);
    return !isOurs && !given.some((argument) => isOfTheBuild(argument, program));
  }
  switch (value.type) {
    case 'ThisExpression':
      return true;
    case 'MemberExpression':
      return !isOfTheBuild(value, program) && again(value['object']);
    case 'LogicalExpression':
      return orNothing(value['left']) && orNothing(value['right']);
    case 'ConditionalExpression':
      return orNothing(value['consequent']) && orNothing(value['alternate']);
    case 'Identifier': {
      const variable = program.variableOf(value);
      if (variable === null || variable.defs.length === 0) return OF_THE_VISITOR.test(String(value['name']));
      // Each once: of variables that are filled from one another there are more ways than time.
      if (filled.has(variable)) return true;
      if (!isFilledAtRunTime(variable, orNothing)) return false;
      filled.add(variable);
      return true;
    }
    default:
      return false;
  }
}

/** A parameter, or a variable of which something is known; and all that it is given comes in at run time. */
function isFilledAtRunTime({ defs, references }: Variable, comesIn: (value: Node) => boolean): boolean {
  const writes = references.filter((reference) => reference.isWrite());
  const isParameter = defs[0]?.type === 'Parameter';
  return (
    (isParameter || writes.length > 0) &&
    writes.every(({ writeExpr }) => writeExpr !== null && writeExpr !== undefined && comesIn(writeExpr as Node))
  );
}

/** Also in the middle of a chain: `fetch('/key').then(…)`. */
function isFromServer(call: Node, program: Program, depth = 0): boolean {
  if (FROM_A_SERVER.test(calleeName(call))) return true;
  const callee = program.source(call['callee'] as Node);
  if (callee.type !== 'MemberExpression' || depth > MAX_DEPTH) return false;
  const object = program.source(callee['object'] as Node);
  return isCall(object) ? isFromServer(object, program, depth + 1) : FROM_A_SERVER.test(identifierName(object));
}

function isOfTheBuild(node: Node, program: Program): boolean {
  const value = program.source(node);
  return value.type === 'MemberExpression' && environmentAt(program.source(value['object'] as Node)) !== null;
}
