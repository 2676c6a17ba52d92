import { isSecretName } from '../../keys/secret-names.js';
import { plainText } from '../../syntax/index.js';
import type { Reading } from '../public-variable.js';
import { calleeName, importedBy, isCall, propertyName, unwrapped, type Node, type Program } from './program.js';

/** The two objects that hold variables. */
export type EnvironmentObject = 'import.meta.env' | 'process.env';

/** A variable that a script reads. */
export interface VariableRead {
  readonly name: string;
  readonly reading: Reading;
  /** The expression, property or specifier. */
  readonly at: Node;
  /** Why it is public whatever its name, a clause; `null` where its name decides. */
  readonly publicFor: string | null;
}

/**
 * Modules whose every export is public. Sources: SvelteKit's documentation of `$env` and `$app/env`; the READMEs of
 * react-native-dotenv and react-native-config.
 */
const PUBLIC_MODULES: ReadonlySet<string> = new Set([
  '$env/static/public',
  '$env/dynamic/public',
  '$app/env/public',
  '@env',
  'react-native-dotenv',
  'react-native-config',
]);

/** Modules whose every export stays on the server. */
const PRIVATE_MODULE = /^(?:\$env\/(?:static|dynamic)\/private|\$app\/env\/private|astro:env\/server)$/;

/** The environment that an expression is, as it stands there: `import.meta.env` or `process.env`. */
export function environmentAt(node: Node | null): EnvironmentObject | null {
  const inner = node && unwrapped(node);
  if (inner?.type !== 'MemberExpression' || propertyName(inner, 'property') !== 'env') return null;
  const object = unwrapped(inner['object'] as Node);
  if (object.type === 'MetaProperty') return 'import.meta.env';
  return object.type === 'Identifier' && object['name'] === 'process' ? 'process.env' : null;
}

/** The variables that one node reads. */
export function variablesReadAt(node: Node, program: Program): VariableRead[] {
  if (node.type === 'MemberExpression') return memberRead(node, program);
  if (node.type === 'VariableDeclarator') return patternReads(node, program);
  if (node.type === 'ImportDeclaration') return importReads(node);
  return [];
}

function memberRead(node: Node, program: Program): VariableRead[] {
  const object = unwrapped(node['object'] as Node);
  const isDirect = environmentAt(object) !== null;
  const publicFor = isDirect ? null : publicObject(object, program);
  if (!isDirect && publicFor === null && environmentAt(program.source(object)) === null) return [];
  const named = propertyName(node, 'property');
  const name = named ?? constantName(node['property'] as Node, program);
  if (name === null) return [];
  return [{ name, reading: isDirect && named !== null ? 'member' : 'alias', at: node, publicFor }];
}

/** Why all members of an object are public: `env` of `$env/dynamic/public`, `Config` of react-native-config, Nuxt's `public`. */
function publicObject(object: Node, program: Program): string | null {
  if (object.type === 'MemberExpression') {
    const isNuxts = propertyName(object, 'property') === 'public';
    const config = program.source(object['object'] as Node);
    return isNuxts && isCall(config) && calleeName(config) === 'useRuntimeConfig' ? NUXT : null;
  }
  const imported = object.type === 'Identifier' ? program.importedAs(object) : null;
  return imported !== null && PUBLIC_MODULES.has(imported.module) ? MODULE : null;
}

const MODULE = 'all that this module exports is part of the client code';
const NUXT = 'Nuxt sends `runtimeConfig.public` with every page';

/** The text of a constant that names a member: `env[NAME]`. */
function constantName(property: Node, program: Program): string | null {
  return plainText(program.source(property));
}

function patternReads(node: Node, program: Program): VariableRead[] {
  const [pattern, init] = [node['id'] as Node, node['init'] as Node | null];
  if (pattern.type !== 'ObjectPattern' || init === null) return [];
  const publicFor = publicObject(unwrapped(init), program);
  if (publicFor === null && environmentAt(init) === null) return [];
  return (pattern['properties'] as Node[]).flatMap((property): VariableRead[] => {
    const name = property.type === 'Property' ? propertyName(property, 'key') : null;
    return name === null ? [] : [{ name, reading: 'pattern', at: property, publicFor }];
  });
}

function importReads(node: Node): VariableRead[] {
  const specifiers = (node['specifiers'] as Node[] | undefined) ?? [];
  return specifiers.flatMap((specifier): VariableRead[] => {
    const imported = importedBy(specifier, node);
    if (imported === null || !PUBLIC_MODULES.has(imported.module)) return [];
    return [{ name: imported.name, reading: 'member', at: specifier, publicFor: MODULE }];
  });
}

/** A variable that only servers have, and whose name says that it holds a key: its name; else `null`. */
export function serverSecretAt(node: Node, program: Program): string | null {
  const inner = program.source(node);
  if (inner.type === 'Identifier') {
    const imported = program.importedAs(inner);
    return imported !== null && PRIVATE_MODULE.test(imported.module) && isSecretName(imported.name)
      ? imported.name
      : null;
  }
  if (inner.type === 'LogicalExpression') {
    return serverSecretAt(inner['left'] as Node, program) ?? serverSecretAt(inner['right'] as Node, program);
  }
  if (inner.type !== 'MemberExpression') return null;
  const name = propertyName(inner, 'property');
  return name !== null && isSecretName(name) && isServerEnvironment(inner['object'] as Node, program) ? name : null;
}

/** `process.env`, `import.meta.env`, and what platforms call it: `env`, `context.env`, `platform.env`, `Bun.env`. */
export function isServerEnvironment(node: Node, program: Program): boolean {
  const object = program.source(node);
  if (environmentAt(object) !== null) return true;
  if (object.type === 'MemberExpression') return propertyName(object, 'property') === 'env';
  if (object.type === 'CallExpression')
    return /^(?:loadEnv|useRuntimeConfig)$/.test(String((object['callee'] as Node)['name']));
  return object.type === 'Identifier' && object['name'] === 'env';
}
