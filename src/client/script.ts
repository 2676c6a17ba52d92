import { childrenOf, type SyntaxNode, type SyntaxTree } from '../syntax/index.js';
import type { Classification } from './classify.js';
import { isIssuerKeyName, isSecretName } from '../keys/secret-names.js';
import { clientProblem, type ClientProblem } from './problem.js';
import { publicVariable } from './public-variable.js';
import { namesWith } from './signs.js';

/** What we read of any node. */
type Node = SyntaxNode & Readonly<Record<string, unknown>>;

/** Members of build configurations whose values end in client code; the sources are those of src/client/frameworks.ts. */
const INLINING = /^(?:define|DefinePlugin|EnvironmentPlugin|replace|publicRuntimeConfig|env|extra|public)$/;
const CONFIGURATION = /(?:^|[\\/])(?:[\w.-]+\.)?config\.[cm]?[jt]s$/;

/** Modules whose every export is public. */
const PUBLIC_MODULES = new Set(['$env/static/public', '$app/env/public', '@env', 'react-native-dotenv']);

/** Clients of the gateway that hold the key where they are made. Source: the packages' own documentation. */
const CLIENTS = new Set([
  ...['OpenAI', 'Anthropic', 'GoogleGenAI', 'GoogleGenerativeAI', 'ChatOpenAI', 'ChatAnthropic'],
  ...['createOpenAI', 'createAnthropic', 'createGoogleGenerativeAI', 'createOpenAICompatible'],
]);

const KEY_HEADER = /^(?:authorization|x-api-key|x-goog-api-key|mj-api-secret|api-key)$/i;

/** The same two in a text that is not parsed yet. */
const CLIENT_NAMES = new RegExp([...CLIENTS].join('|'));
const KEY_HEADERS = /authorization|api-key|api-secret/i;

/** What every name holds that `isSecretName` could say yes to. */
const SECRET_WORDS = /key|token|secret|password/gi;

/** Whether {@link scriptProblems} could find anything in the tree of `text`. "No" is certain: the words are not there. */
export function mayHoldProblems(text: string, file: string, classification: Classification): boolean {
  const names = (): Set<string> => namesWith(SECRET_WORDS, text);
  if (CONFIGURATION.test(file)) return [...names()].some(isSecretName);
  if (classification.side === 'server') return false;
  if (text.includes('dangerouslyAllowBrowser')) return true;
  if (text.includes('env') && [...names()].some((name) => publicVariable(name, 0, 0, classification) !== null))
    return true;
  if (classification.side !== 'client') return false;
  const makesClient = CLIENT_NAMES.test(text) && /apiKey|authToken/.test(text);
  return makesClient || (KEY_HEADERS.test(text) && [...names()].some(isIssuerKeyName));
}

/** How keys get out through one script. `file` tells build configurations from code. */
export function scriptProblems(tree: SyntaxTree, file: string, classification: Classification): ClientProblem[] {
  const problems: ClientProblem[] = [];
  const isConfiguration = CONFIGURATION.test(file);
  const open: { node: Node; inlined: boolean }[] = [{ node: tree.ast as Node, inlined: false }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, inlined } = next;
    problems.push(...(isConfiguration ? inlinedValue(node, inlined) : problemsAt(node, classification)));
    const isInlining = inlined || INLINING.test(nameOf(node));
    for (const child of childrenOf(node, tree.visitorKeys)) open.push({ node: child as Node, inlined: isInlining });
  }
  return problems;
}

function problemsAt(node: Node, classification: Classification): ClientProblem[] {
  if (classification.side === 'server') return [];
  return [
    ...variablesRead(node, classification),
    ...browserClient(node, classification),
    ...keyHeader(node, classification),
  ];
}

/** `import.meta.env.NAME`, `process.env.NAME`, `const { NAME } = import.meta.env`, `import { NAME } from '$env/static/public'`. */
function variablesRead(node: Node, classification: Classification): ClientProblem[] {
  return namesRead(node).flatMap(({ name, at }) => {
    const [start, end] = at.range ?? [0, 0];
    return publicVariable(name, start, end, classification) ?? [];
  });
}

function namesRead(node: Node): { name: string; at: Node }[] {
  if (node.type === 'MemberExpression' && isEnvironment(node['object'] as Node)) {
    const name = propertyName(node, 'property');
    return name === null ? [] : [{ name, at: node }];
  }
  if (node.type === 'VariableDeclarator' && isEnvironment(node['init'] as Node | null)) {
    const pattern = node['id'] as Node;
    const properties = pattern.type === 'ObjectPattern' ? (pattern['properties'] as Node[]) : [];
    return properties.flatMap((property) => {
      const name = property.type === 'Property' ? propertyName(property, 'key') : null;
      return name === null ? [] : [{ name, at: property }];
    });
  }
  if (node.type === 'ImportDeclaration' && PUBLIC_MODULES.has(String((node['source'] as Node)['value']))) {
    return (node['specifiers'] as Node[]).flatMap((specifier) => {
      const imported = specifier['imported'] as Node | undefined;
      return imported === undefined ? [] : [{ name: String(imported['name'] ?? imported['value']), at: specifier }];
    });
  }
  return [];
}

/** `import.meta.env` or `process.env`. */
function isEnvironment(node: Node | null): boolean {
  if (node?.type !== 'MemberExpression' || propertyName(node, 'property') !== 'env') return false;
  const object = node['object'] as Node;
  return object.type === 'MetaProperty' || (object.type === 'Identifier' && object['name'] === 'process');
}

/** A client of the gateway, made where the browser runs it. */
function browserClient(node: Node, { side, framework }: Classification): ClientProblem[] {
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return [];
  const callee = node['callee'] as Node;
  const options = (node['arguments'] as Node[])[0];
  const name = identifierName(callee);
  if (options?.type !== 'ObjectExpression') return [];
  const allowed = propertyOf(options, 'dangerouslyAllowBrowser');
  const allows = allowed !== null && (allowed['value'] as Node)['value'] === true;
  const credential = propertyOf(options, 'apiKey') ?? propertyOf(options, 'authToken');
  // A text that is no key is what a proxy of one's own is given; a key is another rule's.
  const isText = credential !== null && (credential['value'] as Node).type === 'Literal';
  if (isText || (!allows && !(side === 'client' && CLIENTS.has(name) && credential !== null))) return [];
  const [start, end] = (allows ? allowed : credential)?.range ?? [0, 0];
  return [
    clientProblem({
      code: 'browser-client',
      start,
      end,
      message: allows
        ? 'dangerouslyAllowBrowser sends the key to every browser that opens the page'
        : `${name} is made in code that runs in the browser, so everyone who opens the page has its key`,
      correction: `Make the client in ${framework?.serverRoute ?? 'a server of your own'}, and call that from here`,
    }),
  ];
}

/** A header that is given a key by its name, in code that runs in the browser. */
function keyHeader(node: Node, { side, framework }: Classification): ClientProblem[] {
  if (side !== 'client' || node.type !== 'Property' || !KEY_HEADER.test(propertyName(node, 'key') ?? '')) return [];
  const named = identifiersIn(node['value'] as Node).find((name) => isIssuerKeyName(name));
  if (named === undefined) return [];
  const [start, end] = node.range ?? [0, 0];
  return [
    clientProblem({
      code: 'key-header',
      start,
      end,
      message: `the browser sends ${named}, so everyone who opens the page has it`,
      correction: `Send the request from ${framework?.serverRoute ?? 'a server of your own'}`,
    }),
  ];
}

function inlinedValue(node: Node, inlined: boolean): ClientProblem[] {
  if (!inlined || node.type !== 'Property') return [];
  const name = propertyName(node, 'key')?.split('.').at(-1) ?? '';
  const isGroup = (node['value'] as Node).type === 'ObjectExpression';
  if (isGroup || !isSecretName(name)) return [];
  const [start, end] = node.range ?? [0, 0];
  return [
    clientProblem({
      code: 'inlined-value',
      start,
      end,
      message: `${name} is written into the code that browsers load`,
      correction: 'Take it out of the values of the build, and read it on a server',
    }),
  ];
}

/** Only what joins or passes on: an expression that computes something else is not the key. */
function identifiersIn(node: Node): string[] {
  if (node.type === 'Identifier') return [String(node['name'])];
  if (node.type === 'MemberExpression') return [propertyName(node, 'property') ?? ''];
  if (node.type !== 'TemplateLiteral' && node.type !== 'BinaryExpression') return [];
  return childrenOf(node).flatMap((child) => identifiersIn(child as Node));
}

function propertyOf(object: Node, name: string): Node | null {
  const found = (object['properties'] as Node[]).find(
    (property) => property.type === 'Property' && propertyName(property, 'key') === name,
  );
  return found ?? null;
}

/** The name of a member or property; `null` where it is computed. */
function propertyName(node: Node, part: 'property' | 'key'): string | null {
  const key = node[part] as Node;
  if (key.type === 'Identifier') return node['computed'] === true ? null : String(key['name']);
  return key.type === 'Literal' && typeof key['value'] === 'string' ? key['value'] : null;
}

/** What a property or a call is called. */
function nameOf(node: Node): string {
  if (node.type === 'Property') return propertyName(node, 'key') ?? '';
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return '';
  const callee = node['callee'] as Node;
  return callee.type === 'MemberExpression' ? (propertyName(callee, 'property') ?? '') : identifierName(callee);
}

function identifierName(node: Node): string {
  return node.type === 'Identifier' ? String(node['name']) : '';
}
