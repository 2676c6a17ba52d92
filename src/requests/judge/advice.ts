import type { Dialect } from '../../gateway/dialects.js';
import type { CredentialPlace, Family } from '../../gateway/endpoints.js';
import { isRead } from '../../gateway/credentials.js';
import { HOLE } from '../template.js';

const FORMS: Readonly<Record<CredentialPlace, string>> = {
  authorization: '`Authorization: Bearer <key>`',
  'x-api-key': '`x-api-key: <key>` with `anthropic-version`',
  'x-goog-api-key': '`x-goog-api-key: <key>`',
  'mj-api-secret': '`mj-api-secret: <key>`',
  'query key': '`?key=<key>`',
  subprotocol: 'the subprotocols `realtime, openai-insecure-api-key.<key>, openai-beta.realtime-v1`',
};

/** The right forms for a family's paths, e.g. "Send `Authorization: Bearer <key>`". A key in the URL is never advised. */
export function rightForm(family: Family, dialect: Dialect): string {
  const [example = ''] = family.examples;
  const places = family.credentials.filter((place) => place !== 'query key' && isRead(place, example, dialect));
  return `Send ${places.map((place) => FORMS[place]).join(', or ')}`;
}

/** A path for people: what is not known of it is `…`. */
export function shownPath(path: string): string {
  return path.replaceAll(HOLE, '…');
}
