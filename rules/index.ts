import authHeader from './auth-header.js';
import baseUrl from './base-url.js';
import noClientKey from './no-client-key.js';
import noHardcodedKey from './no-hardcoded-key.js';
import noKeyInLog from './no-key-in-log.js';
import noKeyInUrl from './no-key-in-url.js';

/** Every rule by its id, which is its file's name. */
export const rules = {
  'auth-header': authHeader,
  'base-url': baseUrl,
  'no-client-key': noClientKey,
  'no-hardcoded-key': noHardcodedKey,
  'no-key-in-log': noKeyInLog,
  'no-key-in-url': noKeyInUrl,
};
