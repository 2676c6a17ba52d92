import { calleeName, identifierName, isCall, isFunction, type Node, type Program } from './program.js';

/** Exports that builds take out of client code, and the framework of each. */
const SERVER_EXPORTS: ReadonlyMap<string, string> = new Map([
  ['getServerSideProps', 'Next.js'],
  ['getStaticProps', 'Next.js'],
  ['getStaticPaths', 'Next.js'],
  ['getServerData', 'Gatsby'],
  ['loader', 'React Router'],
  ['action', 'React Router'],
  ['headers', 'React Router'],
  ['middleware', 'React Router'],
]);

/** Calls whose function stays on the server. Sources: the documentation of Qwik, TanStack Start and SolidStart. */
const SERVER_CALLS = /^(?:server\$|routeLoader\$|routeAction\$|globalAction\$|createServerFn|onRequest|onGet)$/;

/** The name of the innermost function around `node` that runs on the server only; `null` where there is none. */
export function serverFunctionAround(node: Node, program: Program): string | null {
  for (const around of program.ancestorsOf(node)) {
    const name = isFunction(around) ? serverNameOf(around, program) : null;
    if (name !== null) return name;
  }
  return null;
}

/** What a function is called that runs on the server only; `null` for others. */
export function serverNameOf(node: Node, program: Program): string | null {
  const name = nameOf(node, program);
  if (name !== null && SERVER_EXPORTS.has(name) && isExported(node, program)) return name;
  if (hasServerDirective(node)) return name ?? '"use server"';
  const call = program.parentOf(node);
  if (call === null || !isCall(call)) return null;
  const callee = calleeName(call);
  return SERVER_CALLS.test(callee) ? callee : null;
}

/** The name that a function is declared or given to a variable with. */
export function nameOf(node: Node, program: Program): string | null {
  if (node.type === 'FunctionDeclaration') return identifierName(node['id'] as Node | null) || null;
  const holder = program.parentOf(node);
  const id = holder?.type === 'VariableDeclarator' ? (holder['id'] as Node) : null;
  return id?.type === 'Identifier' ? String(id['name']) : null;
}

export function isExported(node: Node, program: Program): boolean {
  for (const around of program.ancestorsOf(node)) {
    if (around.type === 'ExportNamedDeclaration' || around.type === 'ExportDefaultDeclaration') return true;
    if (isFunction(around)) return false;
  }
  return false;
}

function hasServerDirective(node: Node): boolean {
  const body = node['body'] as Node;
  if (body.type !== 'BlockStatement') return false;
  const [first] = body['body'] as Node[];
  const expression = first?.type === 'ExpressionStatement' ? (first['expression'] as Node) : null;
  return expression?.type === 'Literal' && expression['value'] === 'use server';
}
