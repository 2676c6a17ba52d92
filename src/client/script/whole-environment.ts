import { isSecretName } from '../../keys/secret-names.js';
import { environmentOf, type Package } from '../../project/package.js';
import type { Classification } from '../classify.js';
import type { Framework } from '../frameworks.js';
import { clientProblem, type ClientProblem } from '../problem.js';
import { audienceOf } from '../public-variable.js';
import { environmentAt } from './environment.js';
import { isExported, serverFunctionAround } from './server-functions.js';
import { placeOf, type Node, type Program } from './program.js';

/**
 * How a build puts the object of its variables where code uses it, and what it then leaves of it. Each from production
 * builds of every use below, 2026-11: Vite 7.3, Vite 8.3, react-scripts 5.0; docs/frontend.md has the table.
 */
interface Build {
  /** Whether a name in quotes counts as the object: `env['MODE']`. */
  readonly keepsBehindQuotes: boolean;
  /** Whether the object is kept where a constant names the member. */
  readonly keepsBehindConstants: boolean;
  /** Whether `env?.NAME` is the object. */
  readonly keepsBehindChains: boolean;
  /** Whether a pattern with a default value keeps all of the object. */
  readonly keepsBehindDefaults: boolean;
  /** Whether a pattern that is assigned to keeps all of it. */
  readonly keepsBehindAssignments: boolean;
  /** Whether it is kept where it is compared. */
  readonly keepsBehindComparisons: boolean;
  /** From how many readings of single members on a constant keeps all of it. */
  readonly keepsFromReadings: number;
}

const VITE_7: Build = {
  keepsBehindQuotes: false,
  keepsBehindConstants: true,
  keepsBehindChains: false,
  keepsBehindDefaults: false,
  keepsBehindAssignments: true,
  keepsBehindComparisons: false,
  keepsFromReadings: Infinity,
};
const VITE_8: Build = { ...VITE_7, keepsBehindQuotes: true, keepsBehindDefaults: true, keepsFromReadings: 1 };
/** webpack's DefinePlugin with terser. */
const WEBPACK: Build = {
  ...VITE_7,
  keepsBehindConstants: false,
  keepsBehindChains: true,
  keepsBehindAssignments: false,
  keepsBehindComparisons: true,
  keepsFromReadings: 2,
};

/** An object of variables that is used whole, where the build writes it in with a key in it. */
export function wholeEnvironmentAt(
  node: Node,
  program: Program,
  { framework, side, package: found }: Classification,
): ClientProblem[] {
  const object = node.type === 'MemberExpression' ? environmentAt(node) : null;
  if (object === null || object !== framework?.replaces || side === 'server' || found === null) return [];
  const build = object === 'process.env' ? WEBPACK : viteOf(found);
  if (!isUsedWhole(node, program, build) || serverFunctionAround(node, program) !== null) return [];
  const key = [...environmentOf(found)].find(([name]) => isSecretName(name) && isReplacedIn(framework, name));
  if (key === undefined) return [];
  const [name, file] = key;
  return [
    clientProblem({
      code: 'whole-environment',
      ...placeOf(node),
      message: `${name} of ${file} reaches ${audienceOf(framework)}: ${object} is used whole here, so the build writes every public variable in`,
      correction: `Read single variables by their names, and let ${framework.serverRoute} hold the key`,
    }),
  ];
}

/** What frameworks bring along is taken for the one that keeps less. */
function viteOf({ manifest }: Package): Build {
  const { vite } = { ...(manifest['dependencies'] as object), ...(manifest['devDependencies'] as object) } as {
    vite?: unknown;
  };
  const major = typeof vite === 'string' ? /\d+/.exec(vite) : null;
  return typeof vite === 'string' && (major === null || Number(major[0]) >= 8) ? VITE_8 : VITE_7;
}

function isReplacedIn({ publicVariable: pattern }: Framework, name: string): boolean {
  return pattern instanceof RegExp && pattern.test(name);
}

/** How many names one object may be given, one after the other. */
const MOST_NAMES = 20;

/** What hands a value on as it is. */
const WRAPPER = /^(?:TS\w+Expression|TSTypeAssertion|ChainExpression|ParenthesizedExpression)$/;

/** Whether more of the object is used than members by their names, so that the build leaves it whole. */
function isUsedWhole(node: Node, program: Program, build: Build, depth = 0): boolean {
  const parent = program.parentOf(node);
  switch (parent?.type) {
    case 'MemberExpression':
      return parent['object'] === node && keepsBehindMember(parent, program, build);
    case 'VariableDeclarator':
      return isKeptBy(parent['id'] as Node, program, build, depth);
    case 'AssignmentExpression':
      return (parent['left'] as Node).type === 'ObjectPattern' ? build.keepsBehindAssignments : true;
    case 'LogicalExpression':
      return !(parent['operator'] === '&&' && parent['left'] === node) && isUsedWhole(parent, program, build, depth);
    case 'ConditionalExpression':
      return parent['test'] !== node && isUsedWhole(parent, program, build, depth);
    case 'BinaryExpression':
      return parent['operator'] === 'in' || build.keepsBehindComparisons;
    case 'UnaryExpression':
    case 'ExpressionStatement':
    case 'IfStatement':
    case 'WhileStatement':
      return false;
    default:
      return parent !== null && WRAPPER.test(parent.type) ? isUsedWhole(parent, program, build, depth) : true;
  }
}

function keepsBehindMember(member: Node, program: Program, build: Build): boolean {
  if (member['computed'] !== true) return member['optional'] === true && build.keepsBehindChains;
  const property = member['property'] as Node;
  if (property.type === 'Literal') return build.keepsBehindQuotes;
  return program.source(property).type !== 'Literal' || build.keepsBehindConstants;
}

/** Whether the object stays whole that a variable, or the pattern in its place, is given. */
function isKeptBy(target: Node, program: Program, build: Build, depth: number): boolean {
  if (target.type === 'ObjectPattern') {
    return (target['properties'] as Node[]).some(
      ({ type, computed, value }) =>
        type !== 'Property' ||
        computed === true ||
        (build.keepsBehindDefaults && (value as Node).type === 'AssignmentPattern'),
    );
  }
  const uses = depth > MOST_NAMES ? null : program.usesOf(target);
  if (uses === null || isExported(target, program)) return true;
  return uses.length >= build.keepsFromReadings || uses.some((use) => isUsedWhole(use, program, build, depth + 1));
}
