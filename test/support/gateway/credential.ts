import { DIALECTS, type Dialect } from './dialects.js';

/** What the gateway looks at when it looks for a credential. */
export interface GatewayRequest {
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case; where one came twice, the values joined by `, `. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Where the credential in force stood. */
type CredentialPlace = 'subprotocol' | 'x-api-key' | 'query key' | 'x-goog-api-key' | 'authorization' | 'mj-api-secret';

export interface Credential {
  /** The part that is looked up: one `sk-` stripped, up to the first dash. Empty where nothing was sent. */
  readonly key: string;
  /** The part behind the first dash: an admin's channel number. */
  readonly channel: string | null;
  readonly place: CredentialPlace;
}

/** The credential in force: read in the server's order, each later match overriding what stood in `Authorization`. */
export function readCredential(request: GatewayRequest, dialect: Dialect): Credential {
  const { reads } = DIALECTS[dialect];
  let inForce: { text: string; place: CredentialPlace } = {
    text: request.headers['authorization'] ?? '',
    place: 'authorization',
  };
  for (const [place, text] of overriding(request, dialect)) {
    // The server rewrites `Authorization`, and strips what it wrote again below.
    if (text !== '') inForce = { text: `Bearer ${text}`, place };
  }
  inForce = { ...inForce, text: withoutBearer(inForce.text, reads.lowerCaseBearer) };
  if (reads.midjourney && (inForce.text === '' || inForce.text === 'midjourney-proxy')) {
    const secret = request.headers['mj-api-secret'] ?? '';
    inForce = { text: withoutBearer(secret, reads.lowerCaseBearer), place: 'mj-api-secret' };
  }
  const [key = '', channel = null] = inForce.text.replace(/^sk-/, '').split('-');
  return { key, channel, place: inForce.place };
}

/** The places that override `Authorization`, in the order in which the server reads them. */
function overriding(request: GatewayRequest, dialect: Dialect): readonly (readonly [CredentialPlace, string])[] {
  const { reads } = DIALECTS[dialect];
  const { path, query, headers } = request;
  const places: [CredentialPlace, string][] = [];
  if (reads.subprotocol) places.push(['subprotocol', subprotocolKey(headers['sec-websocket-protocol'] ?? '')]);
  if (reads.anthropicOn.some((part) => path.includes(part))) places.push(['x-api-key', headers['x-api-key'] ?? '']);
  if (reads.gemini && isGeminiPath(path)) {
    places.push(['query key', query.get('key') ?? '']);
    places.push(['x-goog-api-key', headers['x-goog-api-key'] ?? '']);
  }
  return places;
}

function isGeminiPath(path: string): boolean {
  return path === '/v1/models' || /^\/(?:v1\/models\/|v1beta\/models|v1beta\/openai\/models)/.test(path);
}

function subprotocolKey(list: string): string {
  const prefix = 'openai-insecure-api-key.';
  const items = list.split(',').map((item) => item.trim());
  return items.find((item) => item.startsWith(prefix))?.slice(prefix.length) ?? '';
}

function withoutBearer(text: string, lowerCaseToo: boolean): string {
  const stripped = text.startsWith('Bearer ') || (lowerCaseToo && text.startsWith('bearer '));
  return stripped ? text.slice('Bearer '.length).trim() : text;
}
