import { once } from '../../syntax/index.js';
import type { Classification } from '../classify.js';
import { clientProblem, type ClientProblem } from '../problem.js';
import { audienceOf, serverRouteOf } from '../public-variable.js';
import { environmentAt, serverSecretAt } from './environment.js';
import { isExported, nameOf } from './server-functions.js';
import {
  calleeName,
  identifierName,
  isCall,
  isFunction,
  placeOf,
  unwrapped,
  type Node,
  type Program,
} from './program.js';

/**
 * Functions whose results are sent to the page. Sources: the documentation of Next.js, React Router, SvelteKit, Gatsby.
 * `load` is SvelteKit's in its own files only.
 */
const LOADERS = /^(?:getServerSideProps|getStaticProps|getInitialProps|loader|getServerData)$/;
const SVELTE_LOAD = /(?:^|[\\/])\+(?:page|layout)(?:\.server)?\.[jt]s$/;
/** Calls whose function's result is sent to the page. Sources: the documentation of Qwik, Nuxt and TanStack Start. */
const SENDERS = /^(?:routeLoader\$|server\$|useAsyncData|useLazyAsyncData|useState)$/;
/** What wraps a result without changing it. */
const WRAPPERS = /^(?:json|data|defer|typedjson|superjson|send|freeze)$/;

/** Whether the results of a file's functions are sent to the page whatever they are called. */
export function isLoaderFile(file: string): boolean {
  return SVELTE_LOAD.test(file);
}

/** Keys that the server puts into what it sends to the page: results of loaders, answers, properties of components. */
export function resultsAt(node: Node, program: Program, classification: Classification, file: string): ClientProblem[] {
  if (isFunction(node)) {
    const how = sendsResult(node, program, file, classification);
    return how === null
      ? []
      : program.returnsOf(node).flatMap((value) => secretsIn(value, program, how, classification));
  }
  if (isCall(node)) return answersAt(node, program, classification);
  if (node.type === 'JSXAttribute') return attributeAt(node, program, classification);
  return [];
}

/** How the result of a function gets to the page, a clause for people; `null` where it does not. */
function sendsResult(
  node: Node,
  program: Program,
  file: string,
  { framework, side, reason }: Classification,
): string | null {
  const name = nameOf(node, program) ?? assignedName(node, program);
  if (name !== null && LOADERS.test(name) && (isExported(node, program) || name === 'getInitialProps')) {
    return `what ${name} returns is sent to the page`;
  }
  if (name === 'load' && isLoaderFile(file)) return 'what load returns is sent to the page';
  if (side === 'server' && reason.includes('use server') && isExported(node, program)) {
    return `everyone who opens the page may call ${name ?? 'a server function'}, and gets what it returns`;
  }
  const call = program.parentOf(node);
  if (call === null || !isCall(call)) return null;
  const callee = calleeName(call);
  const isNuxts = callee.startsWith('use');
  return SENDERS.test(callee) && (!isNuxts || framework?.id === 'nuxt')
    ? `what ${callee} gets is sent to the page`
    : null;
}

/** `Page.getInitialProps = …` and `static getInitialProps()`. */
function assignedName(node: Node, program: Program): string | null {
  const parent = program.parentOf(node);
  const target =
    parent?.type === 'AssignmentExpression'
      ? ((parent['left'] as Node)['property'] as Node | undefined)
      : parent?.type === 'MethodDefinition' || parent?.type === 'PropertyDefinition'
        ? (parent['key'] as Node)
        : undefined;
  return target?.type === 'Identifier' ? String(target['name']) : null;
}

/** The keys in a value that is sent: in it, in its members, in what wraps them. `opened`: constants, each looked into once. */
function secretsIn(
  value: Node,
  program: Program,
  how: string,
  classification: Classification,
  opened = new Set<Node>(),
  depth = 0,
): ClientProblem[] {
  const constant = constantObject(value, program);
  if (depth > 8 || (constant !== null && opened.has(constant))) return [];
  if (constant !== null) opened.add(constant);
  const node = constant ?? unwrapped(value);
  if (node.type === 'ObjectExpression') {
    return (node['properties'] as Node[]).flatMap((property) => {
      if (property.type === 'SpreadElement' || property.type === 'ExperimentalSpreadProperty') {
        return wholeAt(property['argument'] as Node, how, classification);
      }
      return property.type === 'Property'
        ? secretsIn(property['value'] as Node, program, how, classification, opened, depth + 1).map((found) =>
            found.code === 'server-result' && found.start === placeOf(property['value'] as Node).start
              ? { ...found, ...placeOf(property) }
              : found,
          )
        : [];
    });
  }
  if (isCall(node)) {
    if (!WRAPPERS.test(calleeName(node))) return [];
    return (node['arguments'] as Node[])
      .slice(0, 1)
      .flatMap((argument) => secretsIn(argument, program, how, classification, opened, depth + 1));
  }
  const whole = wholeAt(node, how, classification);
  if (whole.length > 0) return whole;
  const name = serverSecretAt(node, program);
  return name === null ? [] : [leak(name, node, how, classification)];
}

/** The object that a constant was declared with, where no member of it is given another value or taken away. */
function constantObject(value: Node, program: Program): Node | null {
  const name = unwrapped(value);
  const object = program.source(name);
  if (name.type !== 'Identifier' || object.type !== 'ObjectExpression') return null;
  const isChanged = program.usesOf(name)?.some((use) => {
    const member = program.parentOf(use);
    const user = member?.type === 'MemberExpression' ? program.parentOf(member) : null;
    return user?.type === 'UnaryExpression' || (user?.type === 'AssignmentExpression' && user['left'] === member);
  });
  return isChanged === false ? object : null;
}

function wholeAt(node: Node, how: string, classification: Classification): ClientProblem[] {
  return environmentAt(node) === 'process.env' ? [leak('the whole environment', node, how, classification)] : [];
}

/** `Response.json({ key: process.env.OPENAI_API_KEY })`, `res.json(…)`, `res.send(…)`. */
function answersAt(node: Node, program: Program, classification: Classification): ClientProblem[] {
  const callee = unwrapped(node['callee'] as Node);
  if (
    classification.framework === null ||
    callee.type !== 'MemberExpression' ||
    !/^(?:json|send)$/.test(calleeName(node))
  )
    return [];
  const object = unwrapped(callee['object'] as Node);
  const of = object.type === 'CallExpression' ? 'res' : identifierName(object);
  if (!/^(?:(?:Next)?Response|res|response|reply|c|ctx)$/.test(of)) return [];
  const [body] = node['arguments'] as Node[];
  return body === undefined ? [] : secretsIn(body, program, 'whoever asks gets this answer', classification);
}

/** `<Chat apiKey={process.env.OPENAI_API_KEY} />` in a server component: properties of client components are sent to the page. */
function attributeAt(node: Node, program: Program, classification: Classification): ClientProblem[] {
  const element = program.parentOf(node);
  const tag = element?.['name'] as Node | undefined;
  const value = node['value'] as Node | null;
  if (classification.framework?.id !== 'next' || classification.side === 'client') return [];
  if (tag?.type !== 'JSXIdentifier' || value?.type !== 'JSXExpressionContainer') return [];
  const name = serverSecretAt(value['expression'] as Node, program);
  if (name === null || !isImported(String(tag['name']), program)) return [];
  return [leak(name, node, `the properties of a client component are sent to the page`, classification)];
}

/** Whether a component comes from elsewhere: one of this file runs on the server as the file does. */
function isImported(name: string, program: Program): boolean {
  return importedNames(program).has(name);
}

const importedNames = once(
  ({ nodes }: Program): ReadonlySet<unknown> =>
    new Set(
      nodes
        .filter(({ type }) => type.startsWith('Import') && type.endsWith('Specifier'))
        .map(({ local }) => (local as Node)['name']),
    ),
);

function leak(name: string, node: Node, how: string, { framework }: Classification): ClientProblem {
  return clientProblem({
    code: 'server-result',
    ...placeOf(node),
    message: `${name} reaches ${audienceOf(framework)}: ${how}`,
    correction: `Keep the key on the server, and send what ${serverRouteOf(framework)} gets with it`,
  });
}
