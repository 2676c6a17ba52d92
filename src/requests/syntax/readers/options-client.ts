import { CREDENTIAL_HEADER } from '../../../gateway/credentials.js';
import type { RequestSite } from '../../site.js';
import { WITH_INTERCEPTORS } from '../clients.js';
import { lastOf } from '../headers.js';
import { requestAt, type Reader } from '../request.js';

/** `wx.request({ url, method, header })`, `requestUrl({ url, headers })`, `CapacitorHttp.post({ url, headers })`. */
export const readOptionsClient: Reader<RequestSite> = (call, script) => {
  const [options] = call.args;
  const given = options ? script.values.entries(options) : null;
  const url = lastOf(given, 'url')?.value;
  const headers = lastOf(given, 'header') === null ? 'headers' : 'header';
  const mayAdd = WITH_INTERCEPTORS.test(call.origin ?? '');
  const method = /[.:](get|post|put|patch|delete)$/.exec(call.origin ?? '')?.[1];
  return requestAt(call, { url, options, headers }, script).map((site) => ({
    ...site,
    ...(method !== undefined && { method: method.toUpperCase() }),
    // An interceptor adds the credential that is not there, and rarely another one.
    isComplete: site.isComplete && (!mayAdd || site.headers.some(({ name }) => CREDENTIAL_HEADER.test(name))),
  }));
};
