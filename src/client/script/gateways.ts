import { CREDENTIAL_HEADER } from '../../gateway/credentials.js';
import { isIssuerKeyName, isSecretName } from '../../keys/secret-names.js';
import { childrenOf, plainText } from '../../syntax/index.js';
import type { Classification } from '../classify.js';
import { clientProblem, type ClientProblem } from '../problem.js';
import { audienceOf, publisherOf, serverRouteOf } from '../public-variable.js';
import { environmentAt } from './environment.js';
import { comesAtRunTime } from './run-time.js';
import { serverFunctionAround } from './server-functions.js';
import {
  calleeName,
  isCall,
  placeOf,
  propertyName,
  propertyOf,
  unwrapped,
  type Node,
  type Program,
} from './program.js';

/** Clients of the gateway that hold the key where they are made. Source: the packages' own documentation. */
const CLIENTS: ReadonlySet<string> = new Set([
  ...['OpenAI', 'Anthropic', 'GoogleGenAI', 'GoogleGenerativeAI', 'ChatOpenAI', 'ChatAnthropic'],
  ...['createOpenAI', 'createAnthropic', 'createGoogleGenerativeAI', 'createOpenAICompatible'],
]);

const KEY_PROTOCOL = /^openai-insecure-api-key\./;
/** How many functions one key may lead through. */
const MAX_FUNCTIONS = 20;
const OPTIONS = ['apiKey', 'authToken', 'openAIApiKey', 'anthropicApiKey'];

/** A client of the gateway that is made where the browser runs it. */
export function browserClientAt(node: Node, program: Program, classification: Classification): ClientProblem[] {
  if (!isCall(node) || classification.side === 'server') return [];
  const [given] = node['arguments'] as Node[];
  const options = given && program.source(given);
  if (options?.type !== 'ObjectExpression' || serverFunctionAround(node, program) !== null) return [];
  const allowed = propertyOf(options, 'dangerouslyAllowBrowser');
  const credential = credentialIn(options, program);
  const value = credential && valueOf(credential['value'] as Node, program);
  // A text that is no key is what a proxy of one's own is given; a key is another rule's.
  if (value !== null && (value.type === 'Literal' || plainText(value) !== null)) return [];
  const name = calleeName(node);
  const { side, framework } = classification;
  const isOurKey = value !== null && isOurs(value, program, classification);
  // A library passes on what its users give it, and lets those among them who mean it go on; an app may ask for a key.
  const mayBeTheirs =
    side === 'unknown' && framework === null
      ? !(value === null ? isWhole(options) : isOurKey)
      : value !== null && !isOurKey && comesAtRunTime(value, program);
  const allows = allowed !== null && (allowed['value'] as Node)['value'] === true && !mayBeTheirs;
  const holdsOurs = side === 'client' && CLIENTS.has(name) && isOurKey;
  if (!allows && !holdsOurs) return [];
  return [
    clientProblem({
      code: 'browser-client',
      ...placeOf(allows ? allowed : credential!),
      message: allows
        ? `dangerouslyAllowBrowser lets ${audienceOf(framework)} have the key that this client sends`
        : `${name} is made in code that runs in the browser, so ${audienceOf(framework)} has its key`,
      correction: `Make the client in ${serverRouteOf(framework)}, and call that from here`,
    }),
  ];
}

/** What is behind constants and functions of this file that take nothing and return one thing. */
function valueOf(node: Node, program: Program, depth = 0): Node {
  const value = program.source(node);
  const called = depth < MAX_FUNCTIONS && isCall(value) ? program.functionCalledBy(value) : null;
  const [returned, ...others] = called === null ? [] : program.returnsOf(called);
  const isPlain = called !== null && (called['params'] as Node[]).length === 0 && called['generator'] !== true;
  return isPlain && returned !== undefined && others.length === 0 ? valueOf(returned, program, depth + 1) : value;
}

/** The option that holds the key; that of a provider in the client's place, where there is one: `provider: bedrock({ apiKey })`. */
function credentialIn(options: Node, program: Program): Node | null {
  const own = OPTIONS.map((name) => propertyOf(options, name)).find((property) => property !== null) ?? null;
  const provider = own === null ? propertyOf(options, 'provider') : null;
  const call = provider && program.source(provider['value'] as Node);
  const [given] = call !== null && isCall(call) ? (call['arguments'] as Node[]) : [];
  const inner = given && program.source(given);
  return inner?.type === 'ObjectExpression' ? credentialIn(inner, program) : own;
}

/** Whether all properties of an object are known: nothing is spread into it. */
function isWhole(object: Node): boolean {
  return (object['properties'] as Node[]).every(({ type }) => type === 'Property');
}

/** A key by its name in a header or in a subprotocol, in code that runs in the browser. */
export function sentKeyAt(node: Node, program: Program, classification: Classification): ClientProblem[] {
  if (classification.side !== 'client') return [];
  const value = headerValueAt(node, program);
  if (value === null || serverFunctionAround(node, program) !== null) return [];
  const named = ourKeyIn(value, program, classification);
  if (named === null) return [];
  const { framework } = classification;
  return [
    clientProblem({
      code: 'key-header',
      ...placeOf(node),
      message: `the browser sends ${named}, so ${audienceOf(framework)} has it`,
      correction: `Send the request from ${serverRouteOf(framework)}`,
    }),
  ];
}

/** The value of `authorization: value`, of `.set('authorization', value)` and its like, of a pair, of a subprotocol. */
function headerValueAt(node: Node, program: Program): Node | null {
  if (node.type === 'Property')
    return CREDENTIAL_HEADER.test(propertyName(node, 'key') ?? '') ? (node['value'] as Node) : null;
  if (isCall(node) && /^(?:set|append|setRequestHeader)$/.test(calleeName(node))) {
    const [name, value] = node['arguments'] as Node[];
    return name !== undefined && value !== undefined && isHeaderName(name) ? value : null;
  }
  if (node.type === 'ArrayExpression') {
    const [name, value] = node['elements'] as (Node | null)[];
    return name && value && isHeaderName(name) ? value : null;
  }
  if (node.type !== 'TemplateLiteral' && node.type !== 'BinaryExpression') return null;
  const head =
    node.type === 'TemplateLiteral'
      ? ((node['quasis'] as Node[])[0]?.['value'] as { cooked?: string } | undefined)?.cooked
      : program.source(node['left'] as Node)['value'];
  return typeof head === 'string' && KEY_PROTOCOL.test(head) ? node : null;
}

function isHeaderName(node: Node): boolean {
  return CREDENTIAL_HEADER.test(plainText(node) ?? '');
}

/** The name of a key of ours that a value passes on: only what joins or passes on; other expressions are not the key. */
function ourKeyIn(node: Node, program: Program, classification: Classification): string | null {
  const inner = unwrapped(node);
  const name =
    inner.type === 'Identifier'
      ? givenName(inner, program)
      : inner.type === 'MemberExpression'
        ? propertyName(inner, 'property')
        : null;
  if (name !== null) return isIssuerKeyName(name) && isOurs(inner, program, classification) ? name : null;
  if (!/^(?:TemplateLiteral|BinaryExpression|LogicalExpression)$/.test(inner.type)) return null;
  for (const child of childrenOf(inner) as Node[]) {
    const found = ourKeyIn(child, program, classification);
    if (found !== null) return found;
  }
  return null;
}

/** What an imported name is called where it comes from. */
function givenName(identifier: Node, program: Program): string {
  const imported = program.importedAs(identifier)?.name ?? 'default';
  return imported === 'default' || imported === '*' ? String(identifier['name']) : imported;
}

const ENVIRONMENT = /env(?:ironment)?$/i;
/** Modules and objects that hold what the developers wrote, by their names. */
const OUR_OBJECTS = /(?:config|constants?|secrets?|keys?|env(?:ironment)?|credentials?)$/i;

/** Modules that frameworks keep out of browsers, and whose variables are empty there. Sources: src/client/frameworks.ts. */
const OF_SERVERS = /(?:^|[/.])server(?:[/.]|$)/;

/**
 * Whether a value was there when the app was built, and so is the developers' key: read from the environment, imported,
 * or a constant. What comes in at run time (parameters, members of `this`, results of calls, stores) may be a key that
 * each visitor brings along, and then nothing is given away.
 */
function isOurs(node: Node, program: Program, classification: Classification): boolean {
  const inner = program.source(node);
  if (inner.type === 'LogicalExpression') {
    return (['left', 'right'] as const).some((side) => isOurs(inner[side] as Node, program, classification));
  }
  if (inner.type === 'Identifier') return isOurName(inner, String(inner['name']), program);
  if (inner.type !== 'MemberExpression') return false;
  const name = propertyName(inner, 'property') ?? '';
  const object = program.source(inner['object'] as Node);
  if (environmentAt(object) !== null) return isInBrowser(name, classification);
  if (object.type === 'ObjectExpression') return isSecretName(name);
  if (object.type !== 'Identifier') return false;
  const imported = program.importedAs(object);
  if (imported === null ? program.variableOf(object) !== null : OF_SERVERS.test(imported.module)) return false;
  const isNamedSo =
    OUR_OBJECTS.test(String(object['name'])) || OUR_OBJECTS.test(imported?.module.replace(/\.[jt]s$/, '') ?? '');
  if (ENVIRONMENT.test(String(object['name'])) && !isInBrowser(name, classification)) return false;
  return isNamedSo && isSecretName(name);
}

/**
 * Whether a variable of the environment has its value in a browser. Code for the browser alone that reads one is taken at
 * its word; where code of both sides does, the server has it, and the browser what builds publish.
 */
function isInBrowser(name: string, classification: Classification): boolean {
  return classification.isFollowed !== true || publisherOf(name, classification) !== null;
}

/** An import, or a global variable, that by its name is a key. */
function isOurName(identifier: Node, name: string, program: Program): boolean {
  const imported = program.importedAs(identifier);
  if (imported !== null) {
    return !OF_SERVERS.test(imported.module) && isSecretName(imported.name === 'default' ? name : imported.name);
  }
  const variable = program.variableOf(identifier);
  return (variable === null || variable.defs.length === 0) && isSecretName(name);
}
