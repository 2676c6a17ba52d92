import type { Address, QueryItem } from '../address.js';
import { familyOf } from '../../gateway/endpoints.js';
import { holdsKey, isKeyName } from '../credential-value.js';
import type { JudgeSettings } from '../judge.js';
import { problem, type Problem } from '../problem.js';
import { variablesIn, shapeOf, type Template } from '../template.js';
import { isGatewayValue } from './destination.js';

/** Names of query parameters that hold a key. Source: gateway.md §2; what clients of other APIs call it. */
const KEY_PARAMETER = /^(?:key|api[-_]?key|access[-_]?token|auth[-_]?token|token|secret|authorization)$/i;

/** Keys in the address of a request that goes to the gateway. */
export function judgeUrl({ query, hash, userInfo, path }: Address, settings: JudgeSettings): Problem[] {
  const isGemini = familyOf(path)?.id === 'gemini';
  return [
    ...query.filter((item) => isKeyItem(item, settings)).map((item) => inQuery(item, isGemini)),
    ...(hash !== null && isSecret(hash, settings) ? [inHash(hash)] : []),
    ...(userInfo !== null && isSecret(userInfo, settings) ? [inUserInfo(userInfo)] : []),
  ];
}

function isKeyItem({ name, value }: QueryItem, settings: JudgeSettings): boolean {
  if (isSecret(value, settings)) return true;
  // A value in a variable, under the name of a key.
  return KEY_PARAMETER.test(name) && variablesIn(value).some(isKeyName);
}

function isSecret(value: Template, settings: JudgeSettings): boolean {
  if (holdsKey(value)) return true;
  return isGatewayValue(value, settings) && variablesIn(value).some(isKeyName);
}

function inQuery({ name, value }: QueryItem, isGemini: boolean): Problem {
  return problem('key-in-query', {
    outcome: 'exposed',
    what: `a key in the query of a URL (\`?${name}=\`)`,
    correction: isGemini
      ? 'Send it as the header `x-goog-api-key: <key>`'
      : 'Send it in a header: `Authorization: Bearer <key>`',
    at: value,
  });
}

function inHash(hash: Template): Problem {
  const isConsoleLink = /settings=/.test(shapeOf(hash));
  return problem(isConsoleLink ? 'key-in-console-link' : 'key-in-hash', {
    outcome: 'exposed',
    what: isConsoleLink ? 'a chat link of the console that carries a key' : 'a key behind the `#` of a URL',
    correction: 'Share the link without the key, and delete the key if the link was shared',
    at: hash,
  });
}

function inUserInfo(userInfo: Template): Problem {
  return problem('key-in-user-info', {
    outcome: 'exposed',
    what: 'a key as the user of a URL, which is sent as Basic authentication',
    correction: 'Send it in a header: `Authorization: Bearer <key>`',
    at: userInfo,
  });
}
