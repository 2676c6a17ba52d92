import type * as ESTree from 'estree';
import {
  childrenOf,
  foldedStrings,
  parse,
  pieceBetween,
  type SyntaxNode,
  type SyntaxTree,
} from '../../src/syntax/index.js';

/** A change of a text. Offsets are UTF-16 units. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The places of a tree where any expression may stand. */
const EXPRESSION_PLACES = new Set([
  'ArrayExpression.elements',
  'ArrowFunctionExpression.body',
  'AssignmentExpression.right',
  'AssignmentPattern.right',
  'BinaryExpression.left',
  'BinaryExpression.right',
  'CallExpression.arguments',
  'ConditionalExpression.alternate',
  'ConditionalExpression.consequent',
  'ExportDefaultDeclaration.declaration',
  'JSXExpressionContainer.expression',
  'LogicalExpression.left',
  'LogicalExpression.right',
  'NewExpression.arguments',
  'Property.value',
  'PropertyDefinition.value',
  'ReturnStatement.argument',
  'TemplateLiteral.expressions',
  'VariableDeclarator.init',
]);

/**
 * How `variable` of the environment can stand for the key between `start` and `end`: for a whole string, within a
 * string or template, or for the expression that composes the key. `null` where that would not parse or would lose
 * something. `isKey` says whether a text is a key and nothing else.
 */
export function environmentReplacement(
  text: string,
  tree: SyntaxTree,
  { start, end }: { readonly start: number; readonly end: number },
  variable: string,
  isKey: (piece: string) => boolean,
): Replacement | null {
  const read = `process.env.${variable}`;
  const [node, parent] = nodesAround(tree, start, end);
  if (node === undefined || parent === undefined) return null;
  const key = text.slice(start, end);
  if (isString(node) && isKey(key)) return inString(text, node, parent, { start, end, text: read });
  if (node.type === 'TemplateElement' && isKey(key)) return { start, end, text: `\${${read}}` };
  return inComposition(text, tree, node, { start, end, text: read }, isKey);
}

function inString(text: string, node: SyntaxNode, parent: SyntaxNode, read: Replacement): Replacement | null {
  const [start, end] = node.range ?? [0, 0];
  const [head, tail] = [text.slice(start + 1, read.start), text.slice(read.end, end - 1)];
  // In a template these would mean something else, or something at all.
  if (/[\\`$]/.test(head + tail)) return null;
  const expression = head + tail === '' ? read.text : `\`${head}\${${read.text}}${tail}\``;
  if (parent.type === 'JSXAttribute') return { start, end, text: `{${expression}}` };
  return EXPRESSION_PLACES.has(`${parent.type}.${placeIn(parent, node)}`) ? { start, end, text: expression } : null;
}

function inComposition(
  text: string,
  tree: SyntaxTree,
  node: SyntaxNode,
  read: Replacement,
  isKey: (piece: string) => boolean,
): Replacement | null {
  const composesKey = foldedStrings(text, tree).some((folded) => {
    const piece = pieceBetween(folded, read.start, read.end);
    return piece !== null && isKey(piece);
  });
  if (!composesKey) return null;
  const replacement = node.type === 'TemplateLiteral' ? { ...read, text: `\${${read.text}}` } : read;
  // Parentheses around one operand of several would be torn apart.
  const changed = text.slice(0, read.start) + replacement.text + text.slice(read.end);
  return parse(changed) === null ? null : replacement;
}

/** The innermost node that spans `start` to `end`, then its parent, and so on up to the root. */
function nodesAround({ ast, visitorKeys }: SyntaxTree, start: number, end: number): SyntaxNode[] {
  const spans = ({ range }: SyntaxNode): boolean => range !== undefined && range[0] <= start && end <= range[1];
  const nodes: SyntaxNode[] = [];
  for (let node: SyntaxNode | undefined = ast; node; node = childrenOf(node, visitorKeys).find(spans))
    nodes.unshift(node);
  return nodes;
}

function isString(node: SyntaxNode): boolean {
  return node.type === 'Literal' && typeof (node as ESTree.Literal).value === 'string';
}

/** The name of the property of `parent` that holds `node`. */
function placeIn(parent: SyntaxNode, node: SyntaxNode): string {
  const entries = Object.entries(parent).filter(([name]) => name !== 'parent');
  return entries.find(([, value]) => value === node || (Array.isArray(value) && value.includes(node)))?.[0] ?? '';
}
