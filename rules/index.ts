import noHardcodedKey from './no-hardcoded-key.js';

/** Every rule by its id, which is its file's name. */
export const rules = {
  'no-hardcoded-key': noHardcodedKey,
};
