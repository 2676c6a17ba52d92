import type { RequestSite } from '../../site.js';
import { isKnown, type Template } from '../../template.js';
import { at, isSet, itemsOf, memberOf, textOf, type Node } from '../data/node.js';
import { templateAt } from '../placeholders.js';
import { headerOf, NO_AUTH, requestOf, UNKNOWN_AUTH, withQuery, type Parameter } from './values.js';

const REQUEST = /^n8n-nodes-base\.httpRequest(?:Tool)?$/;
/** `{{ $env.NAME }}`, `{{ $vars.NAME }}`, and what else an expression computes. */
const EXPRESSIONS = /\{\{\s*\$(?:env|vars)\.(\w+)\s*\}\}|\{\{(?:[^{}]|\{[^{}]*\})*\}\}/g;

/** A workflow of n8n, as it is exported. */
export function workflowIn(root: Node): Node | null {
  return memberOf(root, 'nodes')?.kind === 'list' && memberOf(root, 'connections') !== undefined ? root : null;
}

/**
 * The requests of a workflow. Source: n8n, packages/nodes-base/nodes/HttpRequest (V1 to V3), and its documentation of expressions.
 * What is kept among the credentials of n8n is not in the file.
 */
export function readN8n(workflow: Node, text: string): RequestSite[] {
  return itemsOf(memberOf(workflow, 'nodes'))
    .filter((node) => REQUEST.test(textOf(memberOf(node, 'type')) ?? '') && !isSet(node, 'disabled'))
    .flatMap((node) => requestIn(node, text));
}

function requestIn(node: Node, text: string): RequestSite[] {
  const parameters = memberOf(node, 'parameters');
  const url = memberOf(parameters, 'url');
  if (url === undefined) return [];
  const pairs = (name: string): Parameter[] =>
    // Since version 3, and before.
    [...itemsOf(at(parameters, name, 'parameters')), ...itemsOf(at(parameters, `${name}Ui`, 'parameter'))].map(
      (pair) => ({
        name: valueOf(memberOf(pair, 'name'), text),
        value: valueOf(memberOf(pair, 'value'), text),
      }),
    );
  const { start, end } = node;
  return [
    requestOf({
      url: withQuery(valueOf(url, text), pairs('queryParameters')),
      headers: pairs('headerParameters').map(({ name, value }) => headerOf(name, value)),
      auth: /^(?:none)?$/.test(textOf(memberOf(parameters, 'authentication')) ?? '') ? NO_AUTH : UNKNOWN_AUTH,
      isWhole: !['jsonHeaders', 'headerParametersJson'].some((name) => memberOf(parameters, name) !== undefined),
      start,
      end,
    }),
  ];
}

/** A text that begins with `=` is an expression; any other stands for itself. */
function valueOf(node: Node | undefined, text: string): Template {
  const [start, end] = [node?.start ?? 0, node?.end ?? 0];
  if (node?.kind !== 'scalar') return { pieces: [{ name: null }], start, end };
  const isExpression = node.text.startsWith('=');
  if (!isExpression) return { pieces: [{ text: node.text, at: node.isVerbatim ? start : null }], start, end };
  if (node.isVerbatim) return templateAt(text, start + 1, end, EXPRESSIONS);
  const { pieces } = templateAt(node.text, 1, node.text.length, EXPRESSIONS);
  return {
    pieces: pieces.map((piece) => (isKnown(piece) ? { ...piece, at: null } : { name: piece.name })),
    start,
    end,
  };
}
