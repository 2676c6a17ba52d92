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

/** What went wrong with a request, a clause for people. */
export function describeFailure(error: Error): string {
  if (error instanceof NetError) return error.message;
  const code = (error as NodeJS.ErrnoException).code ?? error.name;
  if (CERTIFICATE_ERROR.test(code)) return `its certificate is not to be trusted (${code})`;
  return ERRORS[code] ?? `the request failed (${code})`;
}
