import { CREDENTIAL_HEADER } from '../../gateway/credentials.js';
import { isPublishableName, isSecretName, privateName } from '../../keys/secret-names.js';
import type { Classification } from '../classify.js';
import type { Framework } from '../frameworks.js';
import { clientProblem, type ClientProblem } from '../problem.js';
import { audienceOf, exposure, publicVariable, publisherIn, publisherOf, serverRouteOf } from '../public-variable.js';
import { environmentAt, variablesReadAt, type VariableRead } from './environment.js';
import { serverFunctionAround } from './server-functions.js';
import { calleeName, isCall, placeOf, propertyName, unwrapped, type Node, type Program } from './program.js';

/** Public variables that hold a key, where `node` reads them. */
export function publicVariablesAt(node: Node, program: Program, classification: Classification): ClientProblem[] {
  return variablesReadAt(node, program).flatMap((read) => problemOf(read, program, classification) ?? []);
}

function problemOf(read: VariableRead, program: Program, classification: Classification): ClientProblem | null {
  const { name, reading, at, publicFor } = read;
  const isKey = isSecretName(name) || (isUsedAsKey(at, program) && !isPublishableName(name));
  if (!isKey) return null;
  if (publicFor !== null) return madePublic(read, publicFor, classification);
  const publisher = publisherIn(name, reading, classification);
  if (publisher === null) return null;
  if (serverFunctionAround(at, program) !== null) return readOnServer(read, publisher, classification);
  return (
    publicVariable(name, placeOf(at), reading, classification) ??
    clientProblem({ code: 'public-variable', ...placeOf(at), ...exposure(name, publisher) })
  );
}

function madePublic({ name, at }: VariableRead, why: string, { framework }: Classification): ClientProblem {
  return clientProblem({
    code: 'public-variable',
    ...placeOf(at),
    message: `${name} reaches ${audienceOf(framework)}: ${why}`,
    correction: `Call the gateway from ${serverRouteOf(framework)}, and read the key from a private variable there`,
  });
}

/** A public name that only code of the server reads: no leak yet, and safe to rename. */
function readOnServer(
  { name, reading, at }: VariableRead,
  publisher: Framework,
  classification: Classification,
): ClientProblem | null {
  // Without a public name there is nothing to take away.
  if (publisherOf(name, classification) === null) return null;
  const plain = privateName(name);
  const inner = unwrapped(at);
  const object = inner.type === 'MemberExpression' ? environmentAt(inner['object'] as Node) : null;
  const isRenamed = reading === 'member' && object === 'process.env';
  return clientProblem({
    code: 'public-variable',
    ...placeOf(at),
    message: `${name} is read on the server only, but its name is public: one use in a component, and ${publisher.how}`,
    correction: `Call it ${plain}, here and where it is given its value`,
    repair: isRenamed
      ? {
          says: `Read \`process.env.${plain}\`, and rename the variable where it is given its value`,
          edits: [{ ...placeOf(inner), text: `process.env.${plain}` }],
          isSafe: false,
        }
      : null,
  });
}

/** Properties that hand a key to a client of the gateway. */
const KEY_OPTION = /^(?:apiKey|authToken|openAIApiKey|anthropicApiKey)$/;
const CLIENT = /(?:OpenAI|Anthropic|GenAI|GenerativeAI|OpenAICompatible)$/;

/** Whether a value is given to a gateway's client as its key, or sent in a header for keys. */
function isUsedAsKey(at: Node, program: Program): boolean {
  let inside = at;
  for (const node of program.ancestorsOf(at)) {
    if (node.type === 'Property') {
      const name = propertyName(node, 'key') ?? '';
      if (node['value'] !== inside) return false;
      if (CREDENTIAL_HEADER.test(name)) return true;
      return KEY_OPTION.test(name) && isClientOption(node, program);
    }
    if (!/^(?:TemplateLiteral|BinaryExpression|LogicalExpression|ChainExpression)$/.test(node.type)) return false;
    inside = node;
  }
  return false;
}

function isClientOption(property: Node, program: Program): boolean {
  const object = program.parentOf(property);
  const call = object && program.parentOf(object);
  return call !== null && isCall(call) && CLIENT.test(calleeName(call));
}
