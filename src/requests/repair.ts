import type { Repair } from './problem.js';
import type { Header } from './site.js';
import { placeOfHead, shapeOf, wholeText, type Template } from './template.js';

/** Replaces the wrong head of a value. Safe where the head stands in the source as it is. */
export function withHead(
  value: Template,
  head: { readonly length: number; readonly text: string; readonly isSafe?: false },
): Repair | null {
  const place = placeOfHead(value, head.length);
  if (place === null) return head.length === 0 ? around(value, head.text) : null;
  const says = head.text === '' ? 'Take it out' : `Write \`${head.text.trim()}\``;
  return { says, edits: [{ ...place, text: head.text }], isSafe: head.isSafe ?? true };
}

/**
 * Makes `Authorization: Bearer …` of a header with another name. Safe for a literal; where the value comes from a
 * variable, nobody knows whether that says `Bearer` already, and the person decides.
 */
export function renamed({ nameAt }: Header, value: Template): Repair | null {
  if (/^(?:bearer|basic)\b/i.test(shapeOf(value))) return null;
  const place = placeOfHead(value, 0);
  if (place === null) {
    const wrapped = around(value, 'Bearer ');
    return wrapped && { ...wrapped, edits: [{ ...nameAt, text: 'Authorization' }, ...wrapped.edits] };
  }
  return {
    says: 'Send it as `Authorization: Bearer`',
    edits: [
      { ...nameAt, text: 'Authorization' },
      { ...place, text: 'Bearer ' },
    ],
    isSafe: wholeText(value) !== null,
  };
}

/** Puts `text` before what an expression gives, in a template. */
function around({ isExpression = false, start, end }: Template, text: string): Repair | null {
  if (!isExpression) return null;
  const edits = [
    { start, end: start, text: `\`${text}\${` },
    { start: end, end, text: '}`' },
  ];
  return { says: `Write \`${text.trim()}\` before it`, edits, isSafe: false };
}
