/**
 * Text of others (paths, source lines, names of refs) with everything that could steer a terminal or hide from the
 * reader made visible: control characters and escape sequences, bidirectional and other invisible characters, line
 * breaks, halves of surrogate pairs. A tab becomes one space, so that carets stay below what they point at.
 */
export function inert(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (char) =>
    char === '\t' ? ' ' : `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
