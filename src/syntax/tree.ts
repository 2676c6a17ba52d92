/**
 * What we ask of a syntax tree, whoever made it: our own parser or ESLint with any parser. Structural and small, so
 * that nobody needs the types of a certain parser.
 */
export interface SyntaxNode {
  readonly type: string;
  /** UTF-16 offsets into the whole text, a byte order mark not counted. */
  readonly range?: readonly [start: number, end: number] | undefined;
}

export interface SyntaxTree {
  /** An ESTree `Program`; TypeScript's and JSX's own nodes may stand in it. */
  readonly ast: SyntaxNode;
  readonly scopeManager: ScopeManager;
  /** The names of the child properties of each type of node; other types are walked by their own properties. */
  readonly visitorKeys: Readonly<Record<string, readonly string[] | undefined>>;
}

export interface ScopeManager {
  readonly scopes: readonly Scope[];
}

export interface Scope {
  /** The node that makes it; the whole program for the outermost ones. */
  readonly block: SyntaxNode;
  readonly variables: readonly Variable[];
  readonly references: readonly Reference[];
}

export interface Reference {
  readonly identifier: SyntaxNode;
  readonly resolved: Variable | null;
  /** True where the write is the variable's own declaration. */
  readonly init?: boolean | undefined;
  /** The scope that the reference stands in. */
  readonly from: Scope;
  /** What is assigned, also by `+=`. */
  readonly writeExpr?: SyntaxNode | null | undefined;
  isWrite(): boolean;
  isRead(): boolean;
}

export interface Variable {
  readonly name: string;
  readonly scope: Scope;
  readonly defs: readonly Definition[];
  readonly references: readonly Reference[];
}

export interface Definition {
  readonly type: string;
  readonly node: SyntaxNode;
  /** The identifier that declares it. */
  readonly name?: SyntaxNode | null | undefined;
  /** Of an import's name the declaration, which names the module. */
  readonly parent?: SyntaxNode | null | undefined;
}

const NOT_CHILDREN = new Set(['parent', 'loc', 'range', 'extra', 'comments', 'tokens']);

/** The child nodes of `node` in the order of its properties. */
export function childrenOf(node: SyntaxNode, visitorKeys: SyntaxTree['visitorKeys'] = {}): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (const key of visitorKeys[node.type] ?? Object.keys(node)) {
    if (NOT_CHILDREN.has(key)) continue;
    const value = (node as unknown as Record<string, unknown>)[key];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) children.push(item);
    } else if (isNode(value)) children.push(value);
  }
  return children;
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}
