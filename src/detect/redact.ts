import { detectText, type DetectSettings } from './index.js';

const DEFAULTS: DetectSettings = { gateways: [], variables: [], foreignSuppressions: false };

/** `text` with every key in it in its redacted form: for file names, arguments and errors, which we do not choose. */
export function redactKeys(text: string): string {
  const { matches, suppressed } = detectText(text, DEFAULTS);
  return [...matches, ...suppressed]
    .sort((a, b) => b.start - a.start)
    .reduce((shown, { start, end, secret }) => shown.slice(0, start) + secret.redacted + shown.slice(end), text);
}
