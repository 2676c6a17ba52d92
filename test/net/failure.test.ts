import { describe, expect, it } from 'vitest';
import { describeFailure } from '../../src/net/failure.js';

describe('what went wrong with a request', () => {
  it.each([
    [
      'CERT_HAS_EXPIRED',
      /not to be trusted: it has expired, or the clock of this machine is wrong \(CERT_HAS_EXPIRED\)/,
    ],
    ['CERT_NOT_YET_VALID', /not valid yet/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /signed by itself; if it is yours, NODE_EXTRA_CA_CERTS/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /an authority that Node does not know, .* NODE_EXTRA_CA_CERTS/],
    ['SELF_SIGNED_CERT_IN_CHAIN', /an authority that Node does not know, .* NODE_EXTRA_CA_CERTS/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /it is for another host/],
    ['CERT_UNTRUSTED', /not to be trusted \(CERT_UNTRUSTED\)/],
    ['HPE_INVALID_CONSTANT', /does not speak HTTP as it should \(HPE_INVALID_CONSTANT\)/],
    ['ECONNREFUSED', /^connection refused$/],
    ['EPIPE', /^the request failed \(EPIPE\)$/],
  ])('with the code %s', (code, clause) => {
    const error = Object.assign(new Error('a message that may hold anything'), { code });
    expect(describeFailure(error)).toMatch(clause);
    expect(describeFailure(error)).not.toContain('a message');
  });
});
