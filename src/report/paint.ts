import { styleText } from 'node:util';

export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** Node 22 and later ask the stream and NO_COLOR themselves unless told not to; Node 20 takes no such option. */
const styled = styleText as (
  style: Parameters<typeof styleText>[0],
  text: string,
  options: { readonly validateStream: boolean },
) => string;

/** Colours text, or leaves it as it is, whatever the stream: that is decided once, before. */
export function painter(color: boolean): Paint {
  return (style, text) => (color ? styled(style, text, { validateStream: false }) : text);
}
