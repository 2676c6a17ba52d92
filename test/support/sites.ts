import type { Header, RequestSite } from '../../src/requests/site.js';
import { verbatim, type Template } from '../../src/requests/template.js';

const NOWHERE = { start: 0, end: 0 };

/** A request as a reader would give it, every part of it known. */
export function requestSite(
  url: string,
  headers: Readonly<Record<string, string>>,
  changes: Partial<RequestSite> = {},
): RequestSite {
  return {
    kind: 'request',
    url: known(url),
    headers: Object.entries(headers).map(([name, value]) => header(name, value)),
    isComplete: true,
    ...NOWHERE,
    ...changes,
  };
}

export function known(text: string): Template {
  return verbatim(text, 0);
}

/** A string that a variable is put into, e.g. `hole('STARRISE_API_KEY', 'Bearer ')`. */
export function hole(name: string | null, before = '', after = ''): Template {
  return { pieces: [{ text: before, at: null }, { name }, { text: after, at: null }], ...NOWHERE };
}

export function header(name: string, value: string | Template): Header {
  const template = typeof value === 'string' ? known(value) : value;
  return { name: name.toLowerCase(), value: template, nameAt: NOWHERE, ...NOWHERE };
}
