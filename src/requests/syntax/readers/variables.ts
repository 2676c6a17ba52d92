import { BASE_VARIABLES } from '../../../gateway/sdks.js';
import { keyOf } from '../../../syntax/index.js';
import type { ClientSite } from '../../site.js';
import { spanOf } from '../call.js';
import { propertyName, type Node } from '../program.js';
import type { Script } from '../request.js';
import { NO_BINDINGS } from '../values.js';

/** Variables of the environment that a script sets: `process.env.OPENAI_BASE_URL = …`, `{ env: { OPENAI_BASE_URL: … } }`. */
export function environmentSites({ program, values }: Script): ClientSite[] {
  return program.nodes.flatMap((node) => {
    const set = settingOf(node);
    const row = BASE_VARIABLES.find(({ name }) => name === set?.name);
    if (!set || !row) return [];
    const base = values.template({ node: set.value, bindings: NO_BINDINGS });
    return [{ kind: 'client' as const, sdk: row.sdk, base, keys: [], ...spanOf(set.value) }];
  });
}

function settingOf(node: Node): { readonly name: string; readonly value: Node } | null {
  if (node.type === 'Property') {
    const name = keyOf(node);
    return name === null ? null : { name, value: node.value };
  }
  if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return null;
  const name = propertyName(node.left);
  return name === null ? null : { name, value: node.right };
}
