import { isOfFirebase, isPublishableIn, isSecretName } from '../../keys/secret-names.js';
import { environmentOf, type Package } from '../../project/package.js';
import { plainText } from '../../syntax/index.js';
import type { Classification } from '../classify.js';
import { clientProblem, type ClientProblem } from '../problem.js';
import { audienceOf } from '../public-variable.js';
import { environmentAt } from './environment.js';
import {
  CALLS,
  calleeName,
  identifierName,
  isCall,
  placeOf,
  propertiesOf,
  propertyName,
  propertyOf,
  unwrapped,
  type Node,
  type Program,
} from './program.js';

/** Members and calls of a configuration whose values end in client code. */
interface Inlining {
  /** Files it holds in, by their names. */
  readonly files: RegExp;
  readonly names: RegExp;
  /** What has to stand around it. */
  readonly within?: RegExp;
  readonly how: string;
  readonly source: string;
}

const ANY_FILE = /(?:)/;

const INLININGS: readonly Inlining[] = [
  {
    files: ANY_FILE,
    names: /^(?:DefinePlugin|EnvironmentPlugin)$/,
    how: 'webpack’s plugin writes the value into the bundle',
    source: 'https://webpack.js.org/plugins/define-plugin/, https://webpack.js.org/plugins/environment-plugin/',
  },
  {
    files:
      /(?:^|[\\/])(?:vite|electron\.vite|astro|svelte|nuxt|wxt|rsbuild|rspack|esbuild|tsup|quasar|angular|solid|app|build)\.config\.[\w.]*[jt]s$|(?:^|[\\/])(?:build|esbuild|bundle|dev)(?:\.\w+)*\.[cm]?[jt]s$/,
    names: /^define$/,
    how: '`define` writes the value into the bundle',
    source: 'https://vite.dev/config/shared-options#define, https://esbuild.github.io/api/#define',
  },
  {
    files: /(?:^|[\\/])(?:rollup|vite)\.config\.[\w.]*[jt]s$/,
    names: /^replace$/,
    how: 'the replace plugin writes the value into the bundle',
    source: 'https://www.npmjs.com/package/@rollup/plugin-replace',
  },
  {
    files: /(?:^|[\\/])next\.config\.[cm]?[jt]s$/,
    names: /^(?:env|publicRuntimeConfig)$/,
    how: 'Next.js writes `env` into the client code, whatever the names',
    source: 'https://nextjs.org/docs/pages/api-reference/config/next-config-js/env',
  },
  {
    files: /(?:^|[\\/])nuxt\.config\.[cm]?[jt]s$/,
    names: /^public$/,
    within: /^runtimeConfig$/,
    how: 'Nuxt sends `runtimeConfig.public` with every page',
    source: 'https://nuxt.com/docs/guide/going-further/runtime-config',
  },
  {
    files: /(?:^|[\\/])(?:nuxt|app)\.config\.[cm]?[jt]s$/,
    names: /^(?:appConfig|defineAppConfig)$/,
    how: 'Nuxt sends the app configuration with every page',
    source: 'https://nuxt.com/docs/guide/directory-structure/app-config',
  },
  {
    files: /(?:^|[\\/])app\.config\.[jt]s$/,
    names: /^extra$/,
    how: 'Expo puts `extra` into the app that users install',
    source: 'https://docs.expo.dev/versions/latest/config/app/#extra',
  },
  {
    files: /(?:^|[\\/])environments?[\\/]environment(?:\.[\w-]+)?\.ts$/,
    names: /^environment$/,
    how: 'Angular compiles environment files into the bundle',
    source: 'https://angular.dev/tools/cli/environments',
  },
  {
    files: /(?:^|[\\/])gatsby-config\.[cm]?[jt]s$/,
    names: /^siteMetadata$/,
    how: 'Gatsby gives `siteMetadata` to every page that asks for it',
    source: 'https://www.gatsbyjs.com/docs/reference/config-files/gatsby-config/#sitemetadata',
  },
];

/** Whether a file is one whose own values builds write into client code. */
export function isBuildFile(file: string): boolean {
  return INLININGS.some(({ files }) => files !== ANY_FILE && files.test(file));
}

/** Values of a build that hold a key. */
export function inlinedValues(program: Program, file: string, classification: Classification): ClientProblem[] {
  const rows = INLININGS.filter(({ files }) => files.test(file));
  return program.nodes.flatMap((node) => {
    if (!HOLDERS.has(node.type)) return [];
    const row = rows.find(({ names, within }) => names.test(nameOf(node)) && isWithin(node, within, program));
    if (row !== undefined) return valuesOf(node).flatMap((value) => inlinedIn(value, row, program, classification));
    return [...publicFields(node, classification), ...pageGlobals(node, classification)];
  });
}

/** Nodes that give something a value. */
const HOLDERS: ReadonlySet<string> = new Set(['Property', 'VariableDeclarator', 'AssignmentExpression', ...CALLS]);

/** What a property, a variable or a call is called. */
function nameOf(node: Node): string {
  if (node.type === 'Property') return propertyName(node, 'key') ?? '';
  if (node.type === 'VariableDeclarator') return identifierName(node['id'] as Node);
  return isCall(node) ? calleeName(node) : '';
}

function isWithin(node: Node, within: RegExp | undefined, program: Program): boolean {
  return within === undefined || [...program.ancestorsOf(node)].some((around) => within.test(nameOf(around)));
}

function valuesOf(node: Node): Node[] {
  if (isCall(node)) return node['arguments'] as Node[];
  const value = node[node.type === 'Property' ? 'value' : 'init'] as Node | null;
  return value === null ? [] : [value];
}

function inlinedIn(
  node: Node,
  row: Inlining,
  program: Program,
  classification: Classification,
  called = '',
  depth = 0,
): ClientProblem[] {
  if (depth > 6) return [];
  const value = program.source(node);
  const again = (inner: Node, name = called): ClientProblem[] =>
    inlinedIn(inner, row, program, classification, name, depth + 1);
  if (value.type === 'ArrayExpression')
    return (value['elements'] as (Node | null)[]).flatMap((item) => (item ? listed(item, row, classification) : []));
  if (value.type !== 'ObjectExpression') return wholeIn(node, row, program, classification);
  const object = kindOf(value, called);
  return (value['properties'] as Node[]).flatMap((property) => {
    if (property.type !== 'Property') {
      const argument = property['argument'] as Node;
      return [
        ...wholeIn(argument, row, program, classification),
        ...(isObject(argument, program) ? again(argument) : []),
      ];
    }
    const inner = property['value'] as Node;
    const name = propertyName(property, 'key')?.split('.').at(-1) ?? '';
    const within = objectBehind(inner, program);
    if (within !== null) return again(within, name);
    const whole = name === 'env' || name === '' ? wholeIn(inner, row, program, classification) : [];
    if (whole.length > 0) return whole;
    const isKey = isSecretName(name) && !isNothing(inner) && !isPublishableIn(object, name);
    return isKey ? [inlined(name, property, row, classification)] : [];
  });
}

/** Firebase's configuration by its members, else what an object is called. */
function kindOf(object: Node, called: string): string {
  return propertiesOf(object).some((property) => isOfFirebase(propertyName(property, 'key') ?? ''))
    ? 'firebase'
    : called;
}

function isObject(node: Node, program: Program): boolean {
  return program.source(node).type === 'ObjectExpression';
}

/** The object that a value is, by itself or as JSON. */
function objectBehind(node: Node, program: Program): Node | null {
  const value = program.source(node);
  const inner = isCall(value) && calleeName(value) === 'stringify' ? (value['arguments'] as Node[])[0] : value;
  return inner !== undefined && isObject(inner, program) ? inner : null;
}

/** Names in a list, as EnvironmentPlugin takes them. */
function listed(item: Node, row: Inlining, classification: Classification): ClientProblem[] {
  const name = plainText(item);
  return name !== null && isSecretName(name) ? [inlined(name, item, row, classification)] : [];
}

const NOTHING: ReadonlySet<unknown> = new Set([null, false, '', '""', "''", 'undefined', 'null', 'false']);

/** Empty texts, `undefined` and the like: the value is taken out on purpose. */
function isNothing(node: Node): boolean {
  const value = unwrapped(node);
  if (value.type === 'Identifier') return value['name'] === 'undefined';
  if (value.type === 'Literal' || plainText(value) !== null) return NOTHING.has(plainText(value) ?? value['value']);
  return isCall(value) && calleeName(value) === 'stringify' && (value['arguments'] as Node[]).every(isNothing);
}

/** `process.env` by itself, as JSON, its names, or what Vite's loadEnv reads when it is told to read all. */
function wholeIn(
  node: Node,
  row: Inlining,
  program: Program,
  { framework, package: found }: Classification,
): ClientProblem[] {
  const value = program.source(node);
  const isCalled = isCall(value) && /^(?:stringify|keys)$/.test(calleeName(value));
  const inner = isCalled ? program.source((value['arguments'] as Node[])[0] ?? value) : value;
  const file = readsFile(inner, program) ? secretFileOf(found) : null;
  if (environmentAt(inner) !== 'process.env' && !readsAll(inner) && file === null) return [];
  const what = file === null ? 'every variable of the machine that builds' : `every variable of ${file}`;
  return [
    clientProblem({
      code: 'whole-environment',
      ...placeOf(node),
      message: `${what} reaches ${audienceOf(framework)}: ${row.how}`,
      correction: 'Name the variables that the page needs, none of which holds a key',
    }),
  ];
}

/** `dotenv.config().parsed` and `dotenv.parse(…)`. */
function readsFile(node: Node, program: Program): boolean {
  if (node.type === 'MemberExpression' && propertyName(node, 'property') === 'parsed') {
    const call = program.source(node['object'] as Node);
    return isCall(call) && /^(?:config|expand|dotenv)$/.test(calleeName(call));
  }
  if (!isCall(node) || calleeName(node) !== 'parse') return false;
  const callee = unwrapped(node['callee'] as Node);
  return callee.type === 'MemberExpression' && identifierName(callee['object'] as Node) === 'dotenv';
}

/** The file beside the package that gives a variable a key. */
function secretFileOf(found: Package | null): string | null {
  const variables = found === null ? [] : [...environmentOf(found)];
  return variables.find(([name]) => isSecretName(name))?.[1] ?? null;
}

/** `loadEnv(mode, folder, '')`. */
function readsAll(node: Node): boolean {
  if (node.type !== 'CallExpression' || calleeName(node) !== 'loadEnv') return false;
  const prefix = (node['arguments'] as Node[])[2];
  return prefix !== undefined && plainText(prefix) === '';
}

/** `OPENAI_API_KEY: envField.string({ context: 'client', … })` of Astro, `X: { public: true }` of SvelteKit's defineEnvVars. */
function publicFields(node: Node, classification: Classification): ClientProblem[] {
  if (!isCall(node)) return [];
  if (calleeName(node) === 'defineEnvVars') {
    const [variables] = node['arguments'] as Node[];
    if (variables?.type !== 'ObjectExpression') return [];
    return propertiesOf(variables).flatMap((property) =>
      declared(property, property['value'] as Node, 'public', true, 'SvelteKit', classification),
    );
  }
  if (calleeName(node) !== 'defineConfig') return [];
  const [config] = node['arguments'] as Node[];
  const schema = config?.type === 'ObjectExpression' ? objectIn(objectIn(config, 'env'), 'schema') : null;
  if (schema === null) return [];
  return propertiesOf(schema).flatMap((property) => {
    const field = unwrapped(property['value'] as Node);
    const [options] = isCall(field) ? (field['arguments'] as Node[]) : [];
    return options === undefined ? [] : declared(property, options, 'context', 'client', 'Astro', classification);
  });
}

function objectIn(object: Node | null, name: string): Node | null {
  const value = object && (propertyOf(object, name)?.['value'] as Node | undefined);
  return value?.type === 'ObjectExpression' ? value : null;
}

function declared(
  property: Node,
  options: Node,
  option: string,
  expected: unknown,
  framework: string,
  classification: Classification,
): ClientProblem[] {
  const name = propertyName(property, 'key') ?? '';
  if (options.type !== 'ObjectExpression' || !isSecretName(name)) return [];
  const value = propertyOf(options, option)?.['value'] as Node | undefined;
  if (value === undefined || (plainText(value) ?? value['value']) !== expected) return [];
  return [inlined(name, property, { how: `${framework} makes it public` }, classification)];
}

/** `window.ENV = { OPENAI_API_KEY: … }`, which pages load and servers write. */
function pageGlobals(node: Node, classification: Classification): ClientProblem[] {
  if (node.type !== 'AssignmentExpression') return [];
  const [target, value] = [unwrapped(node['left'] as Node), unwrapped(node['right'] as Node)];
  if (target.type !== 'MemberExpression' || !isWindow(target['object'] as Node) || value.type !== 'ObjectExpression')
    return [];
  const object = kindOf(value, propertyName(target, 'property') ?? '');
  return propertiesOf(value).flatMap((property) => {
    const name = propertyName(property, 'key') ?? '';
    const isKey = isSecretName(name) && !isNothing(property['value'] as Node) && !isPublishableIn(object, name);
    return isKey ? [inlined(name, property, { how: 'it is a global variable of the page' }, classification)] : [];
  });
}

function isWindow(node: Node): boolean {
  return node.type === 'Identifier' && /^(?:window|globalThis|self)$/.test(String(node['name']));
}

function inlined(
  name: string,
  node: Node,
  { how }: Pick<Inlining, 'how'>,
  { framework }: Classification,
): ClientProblem {
  return clientProblem({
    code: 'inlined-value',
    ...placeOf(node),
    message: `${name} reaches ${audienceOf(framework)}: ${how}`,
    correction: `Take it out of here, and read it in ${framework?.serverRoute ?? 'a server of your own'}`,
  });
}
