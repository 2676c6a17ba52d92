import { isNode, type SyntaxNode } from './tree.js';

/** TypeScript's nodes that hold JavaScript, and where; every other `TS…` node is types only. */
export const TYPE_WRAPPERS: Readonly<Record<string, string | undefined>> = {
  TSAsExpression: 'expression',
  TSSatisfiesExpression: 'expression',
  TSNonNullExpression: 'expression',
  TSTypeAssertion: 'expression',
  TSInstantiationExpression: 'expression',
  TSParameterProperty: 'parameter',
};

type Properties = Record<string, unknown>;

/**
 * Takes TypeScript out of a tree, in place, so that a scope analysis that knows ECMAScript only can read it: wrappers
 * give way to what they wrap, types go, and namespaces and enums become blocks that hold their code.
 */
export function stripTypes(program: SyntaxNode): void {
  const open: SyntaxNode[] = [program];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const properties = node as unknown as Properties;
    for (const [key, value] of Object.entries(properties)) {
      if (Array.isArray(value)) {
        // Holes of array patterns are `null` and stay.
        properties[key] = value
          .map((item) => (isNode(item) ? untyped(item) : item))
          .filter((item) => item !== undefined);
      } else if (isNode(value)) {
        properties[key] = untyped(value) ?? null;
      }
    }
    for (const value of Object.values(properties)) {
      for (const item of Array.isArray(value) ? value : [value]) if (isNode(item)) open.push(item);
    }
  }
}

/** What stands in the place of `node` in plain JavaScript; `undefined` for nothing. */
function untyped(node: SyntaxNode): SyntaxNode | undefined {
  let inner = node;
  while (inner.type in TYPE_WRAPPERS)
    inner = (inner as unknown as Properties)[TYPE_WRAPPERS[inner.type]!] as SyntaxNode;
  if (!inner.type.startsWith('TS')) return inner;
  const { expression, body, members } = inner as unknown as Properties;
  if (inner.type === 'TSExportAssignment') return like(inner, { type: 'ExpressionStatement', expression });
  if (inner.type === 'TSModuleBlock') return like(inner, { type: 'BlockStatement', body });
  if (inner.type === 'TSModuleDeclaration') return isNode(body) ? untyped(body) : undefined;
  if (inner.type === 'TSEnumDeclaration') {
    const values = (members as { initializer?: SyntaxNode }[]).flatMap(({ initializer }) => initializer ?? []);
    return like(inner, {
      type: 'BlockStatement',
      body: values.map((value) => like(value, { type: 'ExpressionStatement', expression: value })),
    });
  }
  return undefined;
}

function like(node: SyntaxNode, properties: Properties & { type: string }): SyntaxNode {
  return { ...(node.range && { range: node.range }), ...properties };
}
