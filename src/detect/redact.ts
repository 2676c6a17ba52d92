import { detectText, type DetectSettings } from './index.js';

const DEFAULTS: DetectSettings = { gateways: [], variables: [], foreignSuppressions: false };

/** The keys in a text, each with what is shown in its place, in no order. */
export function keysIn(text: string): { readonly start: number; readonly end: number; readonly shown: string }[] {
  const { matches, suppressed } = detectText(text, DEFAULTS);
  return [...matches, ...suppressed].map(({ start, end, secret }) => ({ start, end, shown: secret.redacted }));
}

/** `text` with every key in it in its redacted form: for file names, arguments and errors, which we do not choose. */
export function redactKeys(text: string): string {
  return keysIn(text)
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end, shown }) => rest.slice(0, start) + shown + rest.slice(end), text);
}
