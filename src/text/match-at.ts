/** What a pattern finds in `text`: right at `at` where it is sticky (`y`), from there on where it is global (`g`). */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
