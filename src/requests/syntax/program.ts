import type * as ESTree from 'estree';
import {
  initialValueOf,
  keyOf,
  linked,
  once,
  plainText,
  wrappedBy,
  type LinkedTree,
  type SyntaxNode,
  type SyntaxTree,
  type Variable,
} from '../../syntax/index.js';

export type Node = ESTree.Node;

/** How many constants one name may lead through. */
const MAX_DEPTH = 50;
const GLOBAL_OBJECTS = /^:(?:globalThis|window|self|global)\./;

/** One tree with what its names mean. Parents are known to it, whoever made the tree. */
export class Program {
  /** Every node, parents before their children. */
  readonly nodes: readonly Node[];
  readonly #tree: LinkedTree;
  readonly #declared = new Map<SyntaxNode, Variable>();
  /** The uses of names that nothing of the file declares. */
  readonly #globals = new Map<string, Node[]>();
  #ownUses: Map<Node, Map<string, Node[]>> | undefined;
  #members: Map<Node, Map<string, Node | null>> | undefined;

  constructor(tree: SyntaxTree) {
    this.#tree = linked(tree);
    this.nodes = this.#tree.nodes as readonly Node[];
    const used = new Set<Variable>();
    for (const scope of tree.scopeManager.scopes) {
      for (const { identifier, resolved } of scope.references) {
        if (resolved !== null) used.add(resolved);
        else this.#addGlobal(identifier as Node);
      }
    }
    for (const variable of used) {
      for (const { name } of variable.defs) if (name) this.#declared.set(name, variable);
    }
  }

  #addGlobal(identifier: Node): void {
    if (identifier.type !== 'Identifier') return;
    const uses = this.#globals.get(identifier.name);
    if (uses === undefined) this.#globals.set(identifier.name, [identifier]);
    else uses.push(identifier);
  }

  parentOf(node: Node): Node | null {
    return this.#tree.parentOf(node) as Node | null;
  }

  /** The statement that an expression is by itself, as a chain too; `null` where something is done with its value. */
  statementOf(expression: Node): Node | null {
    const around = this.parentOf(expression);
    const statement = around?.type === 'ChainExpression' ? this.parentOf(around) : around;
    return statement?.type === 'ExpressionStatement' ? statement : null;
  }

  /** The block that a declaration stands in, exported or not. */
  blockOf(declaration: Node): Node | null {
    const around = this.parentOf(declaration);
    return around?.type === 'ExportNamedDeclaration' ? this.parentOf(around) : around;
  }

  variableOf(identifier: Node): Variable | null {
    return this.#tree.variableOf(identifier);
  }

  /** The variable that is declared, as a parameter say, by this very identifier; `null` for one that nobody uses. */
  variableDeclaredAt(identifier: Node): Variable | null {
    return this.#declared.get(identifier) ?? null;
  }

  /**
   * What a name was called where it was taken from: `STARRISE_API_KEY` of
   * `const { STARRISE_API_KEY: key } = process.env`; the name itself where it was taken from nowhere.
   */
  givenName(identifier: ESTree.Identifier): string {
    const [definition] = this.variableOf(identifier)?.defs ?? [];
    if (definition?.type !== 'Variable') return identifier.name;
    const { id } = definition.node as ESTree.VariableDeclarator;
    return (id.type === 'ObjectPattern' ? renamedFrom(id, identifier.name) : null) ?? identifier.name;
  }

  /** Every use of the variable that `node` names, or of the global of that name; empty for any other expression. */
  usesOf(node: Node): readonly Node[] {
    const inner = unwrapped(node);
    if (inner.type !== 'Identifier') return [];
    const variable = this.variableOf(inner);
    return variable === null ? (this.#globals.get(inner.name) ?? []) : usesOf(variable);
  }

  /** What `this.name` is in the class around `node`, where the class says so once; else `null`. */
  memberOfThis(node: Node, name: string): Node | null {
    const body = this.#classAround(node);
    this.#members ??= this.#membersOfClasses();
    return body === null ? null : (this.#members.get(body)?.get(name) ?? null);
  }

  /** Every `this.name` in the class around `node`. */
  usesOfThis(node: Node, name: string): readonly Node[] {
    const body = this.#classAround(node);
    if (this.#ownUses === undefined) {
      this.#ownUses = new Map();
      for (const each of this.nodes) {
        if (each.type !== 'MemberExpression' || each.object.type !== 'ThisExpression') continue;
        const around = this.#classAround(each);
        const key = around && propertyName(each);
        if (around === null || key === null) continue;
        const uses = this.#ownUses.get(around) ?? new Map<string, Node[]>();
        const known = uses.get(key);
        if (known === undefined) uses.set(key, [each]);
        else known.push(each);
        this.#ownUses.set(around, uses);
      }
    }
    return (body && this.#ownUses.get(body)?.get(name)) ?? [];
  }

  #classAround(node: Node): Node | null {
    for (let at: Node | null = node; at !== null; at = this.parentOf(at)) {
      if (at.type === 'ClassBody') return at;
      // A function of the old kind has a `this` of its own, unless it is a method.
      const isMethod = at.type === 'FunctionExpression' && this.parentOf(at)?.type === 'MethodDefinition';
      if (/^Function(?:Expression|Declaration)$/.test(at.type) && !isMethod) return null;
    }
    return null;
  }

  /** By the body of the class: methods, properties and what is assigned to `this.name`; `null` where it is two things. */
  #membersOfClasses(): Map<Node, Map<string, Node | null>> {
    const classes = new Map<Node, Map<string, Node | null>>();
    const add = (body: Node | null, name: string | null, value: Node): void => {
      if (body === null || name === null) return;
      const members = classes.get(body) ?? new Map<string, Node | null>();
      classes.set(body, members.set(name, members.has(name) ? null : value));
    };
    for (const node of this.nodes) {
      if (node.type === 'MethodDefinition' || node.type === 'PropertyDefinition') {
        if (node.static || !node.value) continue;
        add(
          this.parentOf(node),
          memberName(node),
          node.type === 'MethodDefinition' && node.kind !== 'method' ? node : node.value,
        );
      } else if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression') {
        const isOwn = node.left.object.type === 'ThisExpression';
        if (isOwn) add(this.#classAround(node), propertyName(node.left), node.operator === '=' ? node.right : node);
      }
    }
    return classes;
  }

  /** The expression that gives `node` its value, behind constants, TypeScript’s assertions and `await`. */
  source(node: Node, depth = 0): Node {
    const inner = unwrapped(node);
    if (inner.type !== 'Identifier' || depth > MAX_DEPTH) return inner;
    const initial = initialValueOf(this.variableOf(inner));
    return initial === null ? inner : this.source(initial, depth + 1);
  }

  /**
   * Where a callee comes from: `:fetch` of the global scope, `axios:create`, `openai:OpenAI`, `openai:default`; `null`
   * for what this file makes itself.
   */
  originOf(callee: Node, depth = 0): string | null {
    const node = unwrapped(callee);
    if (depth > MAX_DEPTH) return null;
    if (node.type === 'MemberExpression') {
      const name = propertyName(node);
      const object = name === null ? null : this.originOf(node.object, depth + 1);
      return object === null ? null : normalized(`${object}.${name}`);
    }
    if (node.type === 'CallExpression' || node.type === 'ImportExpression') {
      const module = moduleOf(node);
      return module === null ? null : `${module}:default`;
    }
    return node.type === 'Identifier' ? this.#originOfName(node, depth) : null;
  }

  #originOfName(identifier: ESTree.Identifier, depth: number): string | null {
    const variable = this.variableOf(identifier);
    if (variable === null || variable.defs.length === 0) return `:${identifier.name}`;
    const [definition] = variable.defs;
    if (definition?.type === 'ImportBinding') return importOrigin(definition.node as Node, definition.parent as Node);
    if (definition?.type !== 'Variable') return null;
    const { id, init } = definition.node as ESTree.VariableDeclarator;
    const module = init ? moduleOf(unwrapped(init)) : null;
    if (module !== null) {
      const name = id.type === 'ObjectPattern' ? renamedFrom(id, identifier.name) : 'default';
      return name === null ? null : normalized(`${module}:${name}`);
    }
    const initial = initialValueOf(variable);
    return initial && /^(?:Identifier|MemberExpression)$/.test(initial.type) ? this.originOf(initial, depth + 1) : null;
  }
}

/** What stands behind assertions, chains, `await` and the `0` of `(0, f)`. */
export function unwrapped(node: Node): Node {
  let inner = node;
  for (;;) {
    const next =
      inner.type === 'ChainExpression'
        ? inner.expression
        : inner.type === 'AwaitExpression'
          ? inner.argument
          : inner.type === 'SequenceExpression'
            ? inner.expressions.at(-1)
            : (wrappedBy(inner) as Node | undefined);
    if (next === undefined) return inner;
    inner = next;
  }
}

function memberName({ key, computed }: ESTree.MethodDefinition | ESTree.PropertyDefinition): string | null {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  return key.type === 'Identifier' && !computed ? key.name : null;
}

/** The name of a member, `a.name` or `a['name']`; `null` where it is computed. */
export function propertyName({ property, computed }: ESTree.MemberExpression): string | null {
  if (property.type === 'Identifier') return computed ? null : property.name;
  if (property.type === 'PrivateIdentifier') return `#${property.name}`;
  return plainText(property);
}

function importOrigin(specifier: Node, declaration: Node | undefined): string | null {
  if (declaration?.type !== 'ImportDeclaration') return null;
  const module = moduleName(String(declaration.source.value));
  if (specifier.type === 'ImportSpecifier') {
    const { imported } = specifier;
    return `${module}:${imported.type === 'Identifier' ? imported.name : String(imported.value)}`;
  }
  return `${module}:default`;
}

/** The module of `require('x')` or `import('x')`. */
function moduleOf(node: Node): string | null {
  const [argument] =
    node.type === 'ImportExpression'
      ? [node.source]
      : node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require'
        ? node.arguments
        : [];
  const name = argument ? plainText(argument) : null;
  return name === null ? null : moduleName(name);
}

function moduleName(specifier: string): string {
  return specifier
    .replace(/^node:/, '')
    .replace(/^npm:/, '')
    .replace(/(?<=.)@[\d^~][^/]*$/, '');
}

function renamedFrom(pattern: ESTree.ObjectPattern, local: string): string | null {
  return givenNames(pattern).get(local) ?? null;
}

/** What the names that a pattern declares are called where they are taken from. */
const givenNames = once(({ properties }: ESTree.ObjectPattern): ReadonlyMap<string, string | null> => {
  const names = new Map<string, string | null>();
  for (const property of properties) {
    if (property.type !== 'Property') continue;
    const value = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
    if (value.type === 'Identifier' && !names.has(value.name)) names.set(value.name, keyOf(property));
  }
  return names;
});

const usesOf = once(({ references }: Variable): readonly Node[] =>
  references.map(({ identifier }) => identifier as Node),
);

/** A default export carries the named ones, and `window.fetch` is `fetch`. */
function normalized(origin: string): string {
  return origin.replace(/:default\./, ':').replace(GLOBAL_OBJECTS, ':');
}
