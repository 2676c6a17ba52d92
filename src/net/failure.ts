/** Trouble that we ourselves name, in words for people. */
export class NetError extends Error {}

/** Clauses for the errors that people meet; the rest is shown by its code, never by its message. */
const ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'the host name is not known (DNS)',
  EAI_AGAIN: 'the host name could not be looked up (DNS)',
  ETIMEDOUT: 'the connection timed out',
  EPROTO: 'what answers does not speak TLS',
};

const CERTIFICATE_ERROR = /CERT|SELF_SIGNED|ISSUER|ALTNAME|UNABLE_TO_VERIFY/;

const UNKNOWN_AUTHORITY =
  'it is of an authority that Node does not know, as those of companies and their proxies are; NODE_EXTRA_CA_CERTS=authority.pem makes it known';

/** What is wrong with a certificate, and what to do. Source: the codes in Node's documentation of `tls`, "X509 certificate error codes". */
const CERTIFICATE_ERRORS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired, or the clock of this machine is wrong',
  CERT_NOT_YET_VALID: 'it is not valid yet, or the clock of this machine is wrong',
  CERT_REVOKED: 'its authority has revoked it',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'it is signed by itself; if it is yours, NODE_EXTRA_CA_CERTS=certificate.pem makes it known',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another host',
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
};

/** Whether the other side shows a certificate that is not to be trusted: it will the next time. */
export function isDistrust(error: Error): boolean {
  return CERTIFICATE_ERROR.test((error as NodeJS.ErrnoException).code ?? '');
}

/** What went wrong with a request, a clause for people. */
export function describeFailure(error: Error): string {
  if (error instanceof NetError) return error.message;
  const code = (error as NodeJS.ErrnoException).code ?? error.name;
  const distrust = CERTIFICATE_ERRORS[code];
  if (distrust !== undefined) return `its certificate is not to be trusted: ${distrust} (${code})`;
  if (CERTIFICATE_ERROR.test(code)) return `its certificate is not to be trusted (${code})`;
  if (code.startsWith('HPE_')) return `what answers does not speak HTTP as it should (${code})`;
  return ERRORS[code] ?? `the request failed (${code})`;
}
