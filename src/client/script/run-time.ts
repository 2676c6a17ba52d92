import { once, type Variable } from '../../syntax/index.js';
import { environmentAt } from './environment.js';
import { calleeName, identifierName, isCall, type Node, type Program } from './program.js';

/** Calls by whose names the result was in the bundle all along: `getEnv('KEY')`, `atob(text)`. */
const UNVEILS = /env|atob|deco|decrypt|deobf/i;

/** Calls that give what a server hands to every visitor: `fetch`, `response.json()`, `axios.get(…)`. */
const FROM_A_SERVER = /fetch|axios|^(?:json|text|ky|request)$/i;

/** Names that nothing declares and that hold what one visitor left there: storages, and the stores of Svelte. */
const OF_THE_VISITOR = /^(?:localStorage|sessionStorage|location|\$\w+)$/;

/** How many names and functions one value may lead through. */
const MAX_DEPTH = 20;

/**
 * What is known of a program's variables and functions, each looked at once: of those that lead to one another there are
 * more ways than time.
 */
class Known {
  readonly #answers = new Map<Variable | Node, boolean>();
  /** How often a question was given up, because it led too deep. */
  #givenUp = 0;

  /** While a subject is being looked at, the answer is no. What was given up half-way may be known from elsewhere. */
  of(subject: Variable | Node, find: () => boolean): boolean {
    const known = this.#answers.get(subject);
    if (known !== undefined) return known;
    const before = this.#givenUp;
    this.#answers.set(subject, false);
    const answer = find();
    if (answer || this.#givenUp === before) this.#answers.set(subject, answer);
    else this.#answers.delete(subject);
    return answer;
  }

  giveUp(): false {
    this.#givenUp++;
    return false;
  }
}

const filledIn = once((_: Program) => new Known());
const returningOurs = once((_: Program) => new Known());

/**
 * Whether a value surely comes in when the program runs, and so may be a key that each visitor brings along: parameters,
 * members of `this`, results of calls, what visitors store. What cannot be told is not.
 */
export function comesAtRunTime(node: Node, program: Program, depth = 0): boolean {
  const filled = filledIn(program);
  if (depth > MAX_DEPTH) return filled.giveUp();
  const value = program.source(node);
  const again = (part: unknown): boolean => comesAtRunTime(part as Node, program, depth + 1);
  const orNothing = (part: unknown): boolean => (part as Node)['value'] === '' || again(part);
  if (isCall(value)) return !givesOurs(value, program);
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
      return filled.of(variable, () => isFilledAtRunTime(variable, orNothing));
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

/** Whether a call gives a key of the developers: by its name, by what it is given, or by what the function returns. */
function givesOurs(call: Node, program: Program, depth = 0): boolean {
  if (UNVEILS.test(calleeName(call)) || isFromServer(call, program)) return true;
  if ((call['arguments'] as Node[]).some((argument) => isOfTheBuild(argument, program))) return true;
  const called = program.functionCalledBy(call);
  const known = returningOurs(program);
  if (called === null) return false;
  if (depth > MAX_DEPTH) return known.giveUp();
  return known.of(called, () => program.returnsOf(called).some((value) => isOurs(value, program, depth + 1)));
}

/** Whether a value, or what stands in its place where it is missing, is surely the developers'. */
function isOurs(node: Node, program: Program, depth: number): boolean {
  const value = program.source(node);
  if (isCall(value)) return givesOurs(value, program, depth);
  const parts = CHOICES[value.type];
  if (parts === undefined || depth > MAX_DEPTH) return isOfTheBuild(value, program);
  return parts.some((part) => isOurs(value[part] as Node, program, depth + 1));
}

const CHOICES: Readonly<Record<string, readonly string[] | undefined>> = {
  LogicalExpression: ['left', 'right'],
  ConditionalExpression: ['consequent', 'alternate'],
};

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
