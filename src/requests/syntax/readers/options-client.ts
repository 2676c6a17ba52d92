import { CREDENTIAL_HEADER } from '../../../gateway/credentials.js';
import type { RequestSite } from '../../site.js';
import { PACKAGE_REQUEST, WITH_INTERCEPTORS } from '../clients.js';
import { lastOf } from '../headers.js';
import { requestAt, type Reader } from '../request.js';

/**
 * `wx.request({ url, method, header })`, `requestUrl({ url, headers })`, `CapacitorHttp.post({ url, headers })`; the package
 * `request` takes the URL as an argument of its own and as `uri` too, and puts `baseUrl` before it.
 */
export const readOptionsClient: Reader<RequestSite> = (call, script) => {
  const isPackage = PACKAGE_REQUEST.test(call.origin ?? '');
  const [first, second] = call.args;
  const isApart = isPackage && !!first && script.values.entries(first) === null;
  const options = isApart ? second : first;
  const given = options ? script.values.entries(options) : null;
  const named = lastOf(given, 'url') ?? (isPackage ? lastOf(given, 'uri') : null);
  const url = isApart ? first : named?.value;
  const base = (isPackage ? lastOf(given, 'baseUrl')?.value : null) ?? null;
  const headers = lastOf(given, 'header') === null ? 'headers' : 'header';
  const mayAdd = WITH_INTERCEPTORS.test(call.origin ?? '');
  return requestAt(call, { url, options, base, headers }, script).map((site) => ({
    ...site,
    // An interceptor adds the credential that is not there, and rarely another one.
    isComplete: site.isComplete && (!mayAdd || site.headers.some(({ name }) => CREDENTIAL_HEADER.test(name))),
  }));
};
