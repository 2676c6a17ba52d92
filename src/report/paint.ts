import { styleText } from 'node:util';

export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** Colours text, or leaves it as it is. Decided here once: Node 20's `styleText` looks at neither stream nor NO_COLOR. */
export function painter(color: boolean): Paint {
  return (style, text) => (color ? styleText(style, text) : text);
}
