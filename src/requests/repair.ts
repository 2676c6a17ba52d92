import type { Repair } from './problem.js';
import type { Header } from './site.js';
import { placeOfHead, shapeOf, wholeText, type Template } from './template.js';

/** Replaces the wrong head of a value. Safe where the head stands in the source as it is. */
export function withHead(value: Template, head: { readonly length: number; readonly text: string }): Repair | null {
  const place = placeOfHead(value, head.length);
  if (place === null) return null;
  const says = head.text === '' ? 'Take it out' : `Write \`${head.text.trim()}\``;
  return { says, edits: [{ ...place, text: head.text }], isSafe: true };
}

/**
 * Makes `Authorization: Bearer …` of a header with another name. Safe for a literal; where the value comes from a
 * variable, nobody knows whether that says `Bearer` already, and the person decides.
 */
export function renamed({ nameAt }: Header, value: Template): Repair | null {
  if (/^(?:bearer|basic)\b/i.test(shapeOf(value))) return null;
  const place = placeOfHead(value, 0);
  if (place === null) return null;
  return {
    says: 'Send it as `Authorization: Bearer`',
    edits: [
      { ...nameAt, text: 'Authorization' },
      { ...place, text: 'Bearer ' },
    ],
    isSafe: wholeText(value) !== null,
  };
}
