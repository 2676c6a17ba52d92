import { CREDENTIAL_HEADER } from '../../../gateway/credentials.js';
import type { RequestSite } from '../../site.js';
import { WITH_INTERCEPTORS } from '../clients.js';
import { lastOf } from '../headers.js';
import { requestAt, type Reader } from '../request.js';

/** `wx.request({ url, method, header })`, and what other platforms made after it; `my.request` has `headers`. */
export const readMiniProgram: Reader<RequestSite> = (call, script) => {
  const [options] = call.args;
  const given = options ? script.values.entries(options) : null;
  const url = lastOf(given, 'url')?.value;
  const headers = lastOf(given, 'header') === null ? 'headers' : 'header';
  const mayAdd = WITH_INTERCEPTORS.test(call.origin ?? '');
  return requestAt(call, { url, options, headers }, script).map((site) => ({
    ...site,
    // An interceptor adds the credential that is not there, and rarely another one.
    isComplete: site.isComplete && (!mayAdd || site.headers.some(({ name }) => CREDENTIAL_HEADER.test(name))),
  }));
};
