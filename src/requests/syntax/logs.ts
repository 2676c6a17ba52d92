import { rangeOf } from '../../syntax/index.js';
import type { LogSite } from '../site.js';
import type { Template } from '../template.js';
import { ERROR_NAME, LOG_METHOD, LOGGER_NAME } from './clients.js';
import { propertyName, unwrapped, type Node, type Program } from './program.js';
import { NO_BINDINGS, type Expression } from './values.js';
import type { Script } from './request.js';

const CREDENTIAL_NAME = /^(?:authorization|x-api-key|x-goog-api-key|mj-api-secret|apiKey|api_key|authToken)$/i;
const MAX_DEPTH = 4;

/** What a script gives to the console, to loggers and into the messages of errors. */
export function logSites(script: Script): LogSite[] {
  const { program } = script;
  return program.nodes.flatMap((node) => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return [];
    const sink = sinkOf(node.callee, program);
    if (sink === null) return [];
    return node.arguments.flatMap((argument) =>
      argument.type === 'SpreadElement'
        ? []
        : logged({ node: argument, bindings: NO_BINDINGS }, script, 0).map((found) => ({
            kind: 'log' as const,
            sink,
            ...found,
          })),
    );
  });
}

/** How the sink is called, for people; `null` for a callee that logs nothing. */
function sinkOf(callee: Node, program: Program): string | null {
  const origin = program.originOf(callee) ?? '';
  if (ERROR_NAME.test(origin)) return 'the message of an error';
  const inner = unwrapped(callee);
  if (inner.type !== 'MemberExpression') return null;
  const [method, object] = [propertyName(inner), unwrapped(inner.object)];
  const name =
    object.type === 'Identifier' ? object.name : object.type === 'MemberExpression' ? propertyName(object) : null;
  return method !== null && name !== null && LOG_METHOD.test(method) && LOGGER_NAME.test(name)
    ? `\`${name}.${method}\``
    : null;
}

interface Logged {
  readonly value: Template;
  readonly what?: string;
  readonly start: number;
  readonly end: number;
}

/** The texts of an argument, and the credentials of an object that is logged whole. */
function logged(argument: Expression, script: Script, depth: number): Logged[] {
  if (depth > MAX_DEPTH) return [];
  const { program, values } = script;
  const [start, end] = rangeOf(argument.node);
  const inside = (inner: Expression): Logged[] =>
    logged(inner, script, depth + 1).map((each) => ({ ...each, start, end }));
  const { node, bindings } = values.resolve(argument);
  if (node.type === 'CallExpression' && program.originOf(node.callee) === ':JSON.stringify') {
    const [inner] = node.arguments;
    return inner && inner.type !== 'SpreadElement' ? inside({ node: inner, bindings }) : [];
  }
  const entries = values.entries(argument);
  if (entries === null) return [{ value: values.template(argument), start, end }];
  return entries.entries.flatMap(({ name, value }) => {
    if (!CREDENTIAL_NAME.test(name)) return name === 'headers' ? inside(value) : [];
    return [{ value: values.template(value), what: `an object that holds a key (\`${name}\`)`, start, end }];
  });
}
