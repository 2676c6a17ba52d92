/**
 * A pattern made when it is first asked for. The engine looks up properties of characters (`\p{…}`) where it meets them in a
 * literal, used or not, which costs the start of a hook 2 ms.
 */
export function latePattern(source: string, flags: string): () => RegExp {
  let made: RegExp | null = null;
  return () => (made ??= new RegExp(source, flags));
}
