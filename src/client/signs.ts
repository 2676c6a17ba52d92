import { isSecretName } from '../keys/secret-names.js';

/** As the prefilter finds them in bytes: CLIENT_NEEDLES in src/detect/needles.ts. */
const NAMES = /\w*(?:_KEY|_TOKEN|_SECRET|iKey)\w*/g;
const OTHERS =
  /(?:OpenAI|Anthropic|GenAI|tiveAI|AICompatible)\(|llowBrowser|(?:ss|ta)\.env[[)},;'"]|[aA][pP][iI]-[kK]ey|tarrise|TARRISE/;

/** Whether `text` holds anything that hands a key to browsers. "No" is certain, and then nothing is parsed. */
export function mayReachBrowsers(text: string): boolean {
  return OTHERS.test(text) || (text.match(NAMES) ?? []).some(isSecretName);
}
