/** One step of what may stand before the first statement. Step by step, because a pattern that repeats it can take each comment in many ways. */
const BLANK_OR_COMMENT = /\s+|\/\/[^\n]*|\/\*[^]*?\*\//y;
const DIRECTIVE = /(['"])(use client|use server)\1/y;

/** The directive of React that a script begins with, `null` where it begins with none. */
export function directiveOf(text: string): 'use client' | 'use server' | null {
  let at = 0;
  for (BLANK_OR_COMMENT.lastIndex = 0; BLANK_OR_COMMENT.test(text);) at = BLANK_OR_COMMENT.lastIndex;
  DIRECTIVE.lastIndex = at;
  return (DIRECTIVE.exec(text)?.[2] as 'use client' | 'use server' | undefined) ?? null;
}
