import { inForce, isRead, NO_CREDENTIAL } from '../../gateway/credentials.js';
import { answerToUnserved, OPEN_PATH, type CredentialPlace, type Family } from '../../gateway/endpoints.js';
import { addressOf, hasOpenQuery, type Address } from '../address.js';
import { foreignIssuer, holdsKey, valueFault } from '../credential-value.js';
import type { JudgeSettings } from '../judge.js';
import { problem, type Code, type Outcome, type Problem } from '../problem.js';
import { renamed, withHead } from '../repair.js';
import type { Header, RequestSite, Span } from '../site.js';
import { areSame, variablesIn, shapeOf, sliceOf, type Template } from '../template.js';
import { rightForm, shownPath } from './advice.js';
import { destinationOf, isGatewayValue, servedPath } from './destination.js';
import { pathProblem } from './path.js';
import { judgeUrl } from './url.js';

/** A credential of a request, at a place where some path of the gateway takes one. */
interface Credential {
  readonly place: CredentialPlace;
  /** As people write it, e.g. `x-api-key`. */
  readonly label: string;
  readonly value: Template;
  /** What is underlined. */
  readonly at: Span;
  readonly header: Header | null;
}

/** A request to a path that the gateway serves. */
interface Served {
  readonly site: RequestSite;
  readonly path: string;
  readonly family: Family;
  readonly credentials: readonly Credential[];
  readonly settings: JudgeSettings;
}

const HEADER_PLACES: ReadonlyMap<string, CredentialPlace> = new Map([
  ['authorization', 'authorization'],
  ['x-api-key', 'x-api-key'],
  ['x-goog-api-key', 'x-goog-api-key'],
  ['mj-api-secret', 'mj-api-secret'],
]);
const SUBPROTOCOL_PREFIX = 'openai-insecure-api-key.';
/** Azure's. Source: gateway.md; the gateway never looks at it. */
const AZURE_HEADER = 'api-key';
/** Tells the account on the management API. Source: New API middleware/auth.go, authHelper. */
const ACCOUNT_HEADER = 'new-api-user';

export function judgeRequest(site: RequestSite, settings: JudgeSettings): Problem[] {
  const address = addressOf(site.url);
  const credentials = credentialsOf(site, address);
  const values = [
    ...credentials.map(({ value }) => value),
    ...headersNamed(site, AZURE_HEADER).map(({ value }) => value),
  ];
  const destination = destinationOf(address, values, settings);
  if (destination === null) return [];
  if (destination !== 'gateway') return keysSentElsewhere(credentials, destination.issuer, settings);

  const inUrl = judgeUrl(address, settings);
  const served = servedPath(
    address,
    credentials.some((credential) => isGeminis(credential.place)),
  );
  if (served === null) return [...pathProblem(address, site.url), ...inUrl];
  return [...judgeServed({ site, credentials, settings, ...served }), ...inUrl].map((each) => carefully(each, site));
}

/** What stands outside of the request may be another's too, to another host: a person decides. */
function carefully(found: Problem, { start, end }: RequestSite): Problem {
  const { repair } = found;
  const isOwn = repair?.edits.every((edit) => start <= edit.start && edit.end <= end) ?? true;
  return isOwn || repair === null ? found : { ...found, repair: { ...repair, isSafe: false } };
}

function credentialsOf(site: RequestSite, { query }: Address): Credential[] {
  const isSilent = site.webSocket?.isBrowser === true;
  const headers = isSilent ? [] : site.headers.flatMap((header) => credentialIn(header) ?? []);
  const items = query
    .filter(({ name }) => name === 'key')
    .map((item): Credential => ({ place: 'query key', label: '?key=', value: item.value, at: item, header: null }));
  const protocols = (site.webSocket?.protocols ?? []).flatMap((item): Credential[] => {
    if (!shapeOf(item).startsWith(SUBPROTOCOL_PREFIX)) return [];
    const value = sliceOf(item, SUBPROTOCOL_PREFIX.length);
    return [{ place: 'subprotocol', label: 'openai-insecure-api-key.', value, at: item, header: null }];
  });
  return [...headers, ...items, ...protocols];
}

function credentialIn(header: Header): Credential | null {
  const place = HEADER_PLACES.get(header.name);
  const text = shapeOf(header.value);
  if (place === undefined || text === '' || (place === 'authorization' && NO_CREDENTIAL.test(text))) return null;
  return { place, label: shownName(header.name), value: header.value, at: header, header };
}

function shownName(name: string): string {
  return name === 'authorization' ? 'Authorization' : name;
}

function headersNamed({ headers }: RequestSite, name: string): Header[] {
  return headers.filter((header) => header.name === name);
}

function judgeServed(served: Served): Problem[] {
  const { family, path, settings } = served;
  if (!family.dialects.includes(settings.dialect)) return [notServed(served)];
  if (family.id === 'management') return tokensOnManagement(served);
  if (OPEN_PATH.test(path)) return [];
  return [
    ...valueProblems(served),
    ...placeProblems(served),
    ...conflicts(served),
    ...azureHeaders(served),
    ...basicProblems(served),
    ...browserHeaders(served),
    ...absence(served),
    ...versionProblems(served),
    ...accountProblems(served),
  ];
}

/** The credential that the server takes, if it takes any. */
function decisive({ credentials, path, settings }: Served): Credential | null {
  return inForce(credentials, path, settings.dialect);
}

function valueProblems(served: Served): Problem[] {
  const credential = decisive(served);
  if (credential === null) return [];
  const { family, settings } = served;
  const { value, at, label } = credential;
  const issuer = foreignIssuer(value);
  if (issuer !== null) {
    const what = `a key of ${issuer} is sent to the gateway, which knows only its own`;
    return [
      problem('foreign-key', {
        outcome: '401',
        family: family.label,
        what,
        correction: 'Send a key that was made in the gateway’s console',
        at,
      }),
    ];
  }
  const fault = valueFault(credential.place, value, settings.dialect);
  if (fault === null) return [];
  return [
    problem(fault.code, {
      outcome: fault.outcome,
      family: family.label,
      what: `\`${label}\` ${fault.says} (${place(served)})`,
      correction: rightForm(family, settings.dialect),
      at,
      repair: withHead(value, fault.head),
    }),
  ];
}

const OUTSIDE: Readonly<Record<CredentialPlace, Code>> = {
  authorization: 'no-credential',
  'x-api-key': 'x-api-key-outside-claude',
  'x-goog-api-key': 'x-goog-api-key-outside-gemini',
  'query key': 'query-key-outside-gemini',
  'mj-api-secret': 'mj-api-secret-outside-midjourney',
  subprotocol: 'subprotocol-not-read',
};

/** Credentials where this path takes none: not read, or read but not meant for it. */
function placeProblems(served: Served): Problem[] {
  const { credentials, family, path, settings, site } = served;
  const used = decisive(served);
  return credentials.flatMap((credential) => {
    const { place: where, label, at, header, value } = credential;
    const isLookedAt = isRead(where, path, settings.dialect);
    if (isLookedAt && (family.credentials.includes(where) || credential !== used)) return [];
    const outcome = isLookedAt ? outcomeOutside(where, path) : used === null ? '401' : 'ignored';
    // What is spread in may hold another credential: then this one is ignored, and that is all that is certain.
    if (!site.isComplete && outcome === '401') return [];
    const isOnlyOne = credentials.length === 1 && header !== null;
    return [
      problem(OUTSIDE[where], {
        outcome,
        family: family.label,
        what: `\`${label}\` is no credential of ${place(served)}`,
        correction: rightForm(family, settings.dialect),
        at: header?.nameAt ?? at,
        repair: isOnlyOne && family.credentials.includes('authorization') ? renamed(header, value) : null,
      }),
    ];
  });
}

/** gateway.md §4: on this very path a Gemini credential asks for Gemini's own list, which is not there. */
function outcomeOutside(where: CredentialPlace, path: string): Outcome {
  return isGeminis(where) && path === '/v1/models' ? 'error body' : 'works';
}

function isGeminis(where: CredentialPlace): boolean {
  return where === 'x-goog-api-key' || where === 'query key';
}

/** Credentials that are read, and lose against another one. */
function conflicts(served: Served): Problem[] {
  const { credentials, path, family, settings } = served;
  const used = decisive(served);
  if (used === null) return [];
  return credentials
    .filter((other) => other !== used && isRead(other.place, path, settings.dialect))
    .filter((other) => !sendTheSame(other, used))
    .map((other) =>
      problem('two-credentials', {
        outcome: 'overridden',
        family: family.label,
        what: `two credentials on ${place(served)}, and \`${used.label}\` wins over \`${other.label}\``,
        correction: `Send one: ${rightForm(family, settings.dialect).replace(/^Send /, '')}`,
        at: other.at,
      }),
    );
}

function sendTheSame(a: Credential, b: Credential): boolean {
  return areSame(keyPart(a), keyPart(b));
}

function keyPart({ value }: Credential): Template {
  const scheme = /^bearer +/i.exec(shapeOf(value))?.[0].length ?? 0;
  return sliceOf(value, scheme);
}

function azureHeaders(served: Served): Problem[] {
  const { site, credentials, family, settings } = served;
  const used = decisive(served);
  if (used === null && !site.isComplete) return [];
  return headersNamed(site, AZURE_HEADER).map((header) =>
    problem('api-key-header', {
      outcome: used === null ? '401' : 'ignored',
      family: family.label,
      what: '`api-key` is Azure’s header and no credential of the gateway',
      correction: rightForm(family, settings.dialect),
      at: header.nameAt,
      repair:
        credentials.length === 0 && family.credentials.includes('authorization') ? renamed(header, header.value) : null,
    }),
  );
}

function basicProblems({ site, family, settings }: Served): Problem[] {
  if (site.basic === undefined) return [];
  return [
    problem('basic', {
      outcome: '401',
      family: family.label,
      what: 'a user name and password are sent as Basic authentication, which the gateway does not know',
      correction: rightForm(family, settings.dialect),
      at: site.basic,
    }),
  ];
}

/** No credential at all, where every header is known. */
function absence(served: Served): Problem[] {
  const { site, credentials, family, settings } = served;
  const isElsewhere = credentials.length > 0 || site.basic !== undefined || headersNamed(site, AZURE_HEADER).length > 0;
  if (isElsewhere || !site.isComplete || hasOpenQuery(site.url)) return [];
  if (site.webSocket !== undefined && (site.webSocket.protocols === null || browserHeaders(served).length > 0))
    return [];
  return [
    problem('no-credential', {
      outcome: '401',
      family: family.label,
      what: `no credential for ${place(served)}`,
      correction: rightForm(family, settings.dialect),
      at: site.url,
    }),
  ];
}

function browserHeaders({ site, family, settings, credentials }: Served): Problem[] {
  if (site.webSocket?.isBrowser !== true) return [];
  return site.headers
    .filter(({ name }) => HEADER_PLACES.has(name))
    .map((header) =>
      problem('browser-websocket-headers', {
        outcome: credentials.length === 0 ? '401' : 'ignored',
        family: family.label,
        what: `a browser’s WebSocket sends no \`${shownName(header.name)}\``,
        correction: rightForm(family, settings.dialect),
        at: header.nameAt,
      }),
    );
}

/** Families whose requests carry `anthropic-version`. */
const VERSIONED = new Set(['claude', 'models']);

function versionProblems({ site, family, path, credentials }: Served): Problem[] {
  const versions = headersNamed(site, 'anthropic-version');
  if (family.id === 'claude' && versions.length === 0 && site.isComplete && credentials.length > 0) {
    return [
      problem('anthropic-version-missing', {
        outcome: 'works',
        family: family.label,
        what: `\`anthropic-version\` is missing on ${shownPath(path)}; Claude’s own API refuses that`,
        correction: 'Send `anthropic-version: 2023-06-01` with the key',
        at: site.url,
      }),
    ];
  }
  if (VERSIONED.has(family.id)) return [];
  return versions.map(({ nameAt }) =>
    problem('anthropic-version-elsewhere', {
      outcome: 'ignored',
      family: family.label,
      what: `\`anthropic-version\` belongs to Claude’s /v1/messages, not to ${shownPath(path)} (${family.label})`,
      correction: 'Leave it out here, or call /v1/messages',
      at: nameAt,
    }),
  );
}

/** The account's access token where an API token belongs: the account's id goes with the former only. */
function accountProblems(served: Served): Problem[] {
  const { site, credentials } = served;
  const [account] = headersNamed(site, ACCOUNT_HEADER);
  const token = credentials.find(({ place: where }) => where === 'authorization');
  if (account === undefined || token === undefined) return [];
  if (!variablesIn(token.value).some((name) => /access_?token/i.test(name))) return [];
  return [
    problem('management-token-on-api', {
      outcome: '401',
      family: served.family.label,
      what: `the account’s access token is for /api, and ${place(served)} wants an API token`,
      correction: rightForm(served.family, served.settings.dialect),
      at: token.at,
    }),
  ];
}

function tokensOnManagement({ site, credentials, path }: Served): Problem[] {
  // Source: New API and One API middleware/auth.go, authHelper: what stands in `Authorization` is no access token.
  const outcome = headersNamed(site, 'authorization').length > 0 ? 'error body' : '401';
  return credentials.filter(isApiToken).map(({ at }) =>
    problem('token-on-management', {
      outcome,
      family: 'management',
      what: `${shownPath(path)} belongs to the management API, which takes no API token`,
      correction: 'Send the account’s own access token in `Authorization`, with its id in `New-Api-User`',
      at,
    }),
  );
}

function isApiToken({ value, place: where }: Credential): boolean {
  const [name = ''] = variablesIn(value);
  const isNamed = /api_?key$/i.test(name);
  return where !== 'authorization' || /^(?:bearer +)?sk-/i.test(shapeOf(value)) || isNamed;
}

function notServed({ site, family, path, settings }: Served): Problem {
  const isNowhere = family.dialects.length === 0;
  return problem('not-implemented', {
    outcome: answerToUnserved(path, settings.dialect),
    family: family.label,
    what: isNowhere
      ? `${shownPath(path)} is not implemented by the gateway`
      : `${shownPath(path)} (${family.label}) is not served by ${settings.dialect === 'one-api' ? 'One API' : 'New API'}`,
    correction: isNowhere
      ? 'Call an endpoint that it serves, or the provider itself'
      : 'Call an OpenAI-style endpoint, or a gateway that serves this one',
    at: site.url,
  });
}

function keysSentElsewhere(credentials: readonly Credential[], issuer: string, settings: JudgeSettings): Problem[] {
  return credentials
    .filter(({ value }) => isGatewayValue(value, settings) && !holdsKey(value))
    .map(({ at }) =>
      problem('gateway-key-elsewhere', {
        outcome: 'elsewhere',
        what: `a key of the gateway is sent to ${issuer}, which does not know it`,
        correction: `Call the gateway’s own address, or send a key of ${issuer}`,
        at,
      }),
    );
}

/** The path and its family for people, e.g. "/v1/chat/completions (OpenAI-style)". */
function place({ path, family }: Pick<Served, 'path' | 'family'>): string {
  return `${shownPath(path)} (${family.label})`;
}
