import { childrenOf, isNode, type SyntaxNode, type SyntaxTree } from './tree.js';

/** TypeScript's nodes that hold JavaScript, and where; every other `TS…` node is types only. */
const WRAPPERS: Readonly<Record<string, string | undefined>> = {
  TSAsExpression: 'expression',
  TSSatisfiesExpression: 'expression',
  TSNonNullExpression: 'expression',
  TSTypeAssertion: 'expression',
  // `(a: b)`, which no compiler takes.
  TSTypeCastExpression: 'expression',
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
    // A bundle has a million nodes: nothing is copied that does not change.
    for (const key of Object.keys(properties)) {
      const value = properties[key];
      if (Array.isArray(value)) {
        const items: readonly unknown[] = value.some(isTyped) ? value.flatMap(untypedItem) : value;
        if (items !== value) properties[key] = items;
        for (const item of items) if (isNode(item)) open.push(item);
      } else if (isNode(value)) {
        const plain = untyped(value);
        if (plain !== value) properties[key] = plain ?? null;
        if (plain !== undefined) open.push(plain);
      }
    }
  }
}

/** Where a value may be changed, or get another name, and in which of their properties. */
const USES: Readonly<Record<string, readonly string[]>> = {
  MemberExpression: ['object'],
  CallExpression: ['arguments'],
  NewExpression: ['arguments'],
  AssignmentExpression: ['left', 'right'],
  VariableDeclarator: ['init'],
};

/**
 * Whether an assertion hides what is done with a name: `(headers as any).set(…)`, `sign(headers!)`. All else of TypeScript,
 * such as types and `{ … } as const`, does not.
 */
export function hidesUses({ ast, visitorKeys }: SyntaxTree): boolean {
  const open = [ast];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const properties = node as unknown as Properties;
    if ((USES[node.type] ?? []).flatMap((name) => properties[name]).some(isAssertedName)) return true;
    open.push(...childrenOf(node, visitorKeys));
  }
  return false;
}

function isAssertedName(value: unknown): boolean {
  if (!isNode(value)) return false;
  const inner = (value as unknown as Properties)[WRAPPERS[value.type] ?? ''];
  if (!isNode(inner)) return false;
  return (
    isAssertedName(inner) || (/^(?:Identifier|MemberExpression|ThisExpression)$/.test(inner.type) && !isVariable(inner))
  );
}

/** `process.env.NAME`, by far the most of what is asserted. */
function isVariable(node: SyntaxNode): boolean {
  const { object } = node as unknown as { object?: unknown };
  const { property } = (isNode(object) ? object : {}) as { property?: { name?: unknown } };
  return property?.name === 'env';
}

function isTyped(item: unknown): boolean {
  return isNode(item) && (item.type.startsWith('TS') || isOverload(item));
}

/** A method that is only declared: it has parameters, and no body in which a default of one could be looked up. */
function isOverload(node: SyntaxNode): boolean {
  return node.type === 'MethodDefinition' && !('body' in (node as unknown as { value: object }).value);
}

/** Holes of array patterns are `null` and stay. */
function untypedItem(item: unknown): unknown[] {
  if (!isNode(item)) return [item];
  const plain = untyped(item);
  return plain === undefined ? [] : [plain];
}

/** What a TypeScript assertion or parameter property wraps; `undefined` for any other node. */
export function wrappedBy(node: SyntaxNode): SyntaxNode | undefined {
  const key = WRAPPERS[node.type];
  return key === undefined ? undefined : ((node as unknown as Properties)[key] as SyntaxNode);
}

/** What stands in the place of `node` in plain JavaScript; `undefined` for nothing. */
function untyped(node: SyntaxNode): SyntaxNode | undefined {
  let inner = node;
  for (let next = wrappedBy(inner); next !== undefined; next = wrappedBy(inner)) inner = next;
  if (!isTyped(inner)) return inner;
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
