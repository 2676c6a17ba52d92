import { answerToUnknown, familyOf } from '../../gateway/endpoints.js';
import type { Sdk } from '../../gateway/sdks.js';
import { addressOf, type Address } from '../address.js';
import { foreignIssuer, valueFault } from '../credential-value.js';
import type { JudgeSettings } from '../judge.js';
import { problem, type Code, type Problem, type Repair } from '../problem.js';
import { withHead } from '../repair.js';
import type { ClientSite } from '../site.js';
import { areSame, placeOfHead, wholeText, type Template } from '../template.js';
import { shownPath } from './advice.js';
import { destinationOf, isGatewayValue } from './destination.js';
import { judgeUrl } from './url.js';

export function judgeClient(site: ClientSite, settings: JudgeSettings): Problem[] {
  const address = addressOf(site.base);
  const { keys, authorization } = site;
  const values = [...keys, ...(authorization ? [authorization] : [])].map(({ value }) => value);
  const destination = destinationOf(address, values, settings);
  if (destination === null) return [];
  if (destination !== 'gateway') return keysSentElsewhere(site, destination.issuer, settings);
  return [
    ...baseProblems(site, address, settings),
    ...keyProblems(site, settings),
    ...headerProblems(site, settings),
    ...judgeUrl(address, settings),
  ];
}

/** Paths of a base that are a known mistake; any other may be where somebody's gateway really stands. */
const KNOWN_BASE = /^\/{0,2}(?:v1|v1beta)?(?:\/v1|\/v1beta)?\/?$/;

function baseProblems({ sdk, base }: ClientSite, { path, isTail, host }: Address, settings: JudgeSettings): Problem[] {
  if (sdk.base === null) return [unreachable({ sdk, base })];
  const joined = joinedPath(path, sdk);
  // Behind a variable only what is certainly too much can be told.
  if (isTail && !/\/v1(?:beta)?\/v1/.test(joined)) return [];
  if (familyOf(joined)?.dialects.includes(settings.dialect) === true) return [];
  const trimmed = path.replace(/\/+$/, '');
  const isEndpoint = familyOf(trimmed) !== null || familyOf(`/v1${trimmed}`) !== null;
  if (!isEndpoint && !KNOWN_BASE.test(path)) return [];
  const right = sdk.base === '' ? 'the bare host' : `a URL that ends in \`${sdk.base}\``;
  const example = host === null ? '' : `, such as \`https://${host}${sdk.base}\``;
  return [
    problem(baseMistake(path, sdk, isEndpoint), {
      outcome: answerToUnknown(joined),
      family: familyOf(sdk.base + sdk.request)?.label,
      what: `${sdk.name} puts \`${sdk.request}\` behind its base URL, so this one calls ${shownPath(joined)}`,
      correction: `Give it ${right}${example}`,
      at: base,
      repair: rewritten(base, host, sdk),
    }),
  ];
}

/** The right base in the place of a literal one. Another path of that host may have been meant: the person decides. */
function rewritten(base: Template, host: string | null, sdk: Sdk): Repair | null {
  const text = wholeText(base);
  if (text === null || host === null) return null;
  const place = placeOfHead(base, text.length);
  if (place === null) return null;
  const right = text.slice(0, text.toLowerCase().indexOf(host) + host.length) + (sdk.base ?? '');
  return { says: `Write \`${right}\``, edits: [{ ...place, text: right }], isSafe: false };
}

function joinedPath(path: string, { request, keepsSlash = false, takesEndpoint = false }: Sdk): string {
  if (takesEndpoint && path.endsWith(request)) return path;
  return (keepsSlash ? path : path.replace(/\/$/, '')) + request;
}

function baseMistake(path: string, sdk: Sdk, isEndpoint: boolean): Code {
  if (isEndpoint) return 'endpoint-as-base';
  if (path.startsWith('//') || (path === '/' && sdk.keepsSlash === true)) return 'double-slash';
  if (path.replace(/\/$/, '') === '') return 'missing-version';
  return path.startsWith(`${sdk.base}/`) ? 'doubled-version' : 'wrong-version';
}

function unreachable({ sdk, base }: Pick<ClientSite, 'sdk' | 'base'>): Problem {
  return problem('sdk-cannot-reach', {
    outcome: 'html',
    what: `${sdk.name} calls ${sdk.request}, which the gateway does not serve, with \`api-key\`, which it does not read`,
    correction: 'Use `OpenAI` with a base URL that ends in `/v1`',
    at: base,
  });
}

function keyProblems({ sdk, keys }: ClientSite, { dialect }: JudgeSettings): Problem[] {
  const faults = keys.flatMap(({ option, value }) => {
    const issuer = foreignIssuer(value);
    if (issuer !== null) {
      return problem('foreign-key', {
        outcome: '401',
        what: `a key of ${issuer} is sent to the gateway, which knows only its own`,
        correction: 'Give a key that was made in the gateway’s console',
        at: value,
      });
    }
    // The client writes `Bearer ` itself where it belongs.
    const fault = valueFault('x-api-key', value, dialect);
    if (fault === null) return [];
    return problem(fault.code, {
      outcome: fault.outcome,
      what: `\`${option}\` of ${sdk.name} ${fault.says}`,
      correction: 'Give it the key alone: the client adds what belongs before it',
      at: value,
      repair: withHead(value, fault.head),
    });
  });
  return [...faults, ...twoKeys({ sdk, keys })];
}

function headerProblems({ sdk, authorization }: ClientSite, { dialect }: JudgeSettings): Problem[] {
  const fault = authorization && valueFault('authorization', authorization.value, dialect);
  if (!fault) return [];
  return [
    problem(fault.code, {
      outcome: fault.outcome,
      family: familyOf(`${sdk.base ?? ''}${sdk.request}`)?.label,
      what: `the \`Authorization\` that ${sdk.name} is told to send ${fault.says}`,
      correction: 'Give the key as `apiKey` and leave the header out: the client writes `Bearer` before it',
      at: authorization,
      repair: withHead(authorization.value, fault.head),
    }),
  ];
}

/** Two keys for two places: some clients send both, others throw. */
function twoKeys({ sdk, keys }: Pick<ClientSite, 'sdk' | 'keys'>): Problem[] {
  const [first, second] = keys;
  if (first === undefined || second === undefined) return [];
  const throws = sdk.twoKeys === 'throws';
  const isOne = sdk.keys[first.option] === sdk.keys[second.option] || areSame(first.value, second.value);
  if (isOne && !throws) return [];
  return [
    problem('two-credentials', {
      outcome: throws ? 'throws' : 'overridden',
      what: `\`${first.option}\` and \`${second.option}\` are both given to ${sdk.name}${TWO_KEYS[sdk.twoKeys ?? 'unknown']}`,
      correction: 'Give one of them',
      at: second.nameAt,
    }),
  ];
}

const TWO_KEYS = {
  throws: '',
  'sends both': ', which sends both, and `x-api-key` wins',
  unknown: ': versions from 1.0 on throw, older ones send both, and `x-api-key` wins',
} as const;

function keysSentElsewhere({ keys }: ClientSite, issuer: string, settings: JudgeSettings): Problem[] {
  return keys
    .filter(({ value }) => isGatewayValue(value, settings))
    .map(({ value }) =>
      problem('gateway-key-elsewhere', {
        outcome: 'elsewhere',
        what: `a key of the gateway is sent to ${issuer}, which does not know it`,
        correction: `Set the base URL to the gateway’s address, or give a key of ${issuer}`,
        at: value,
      }),
    );
}
