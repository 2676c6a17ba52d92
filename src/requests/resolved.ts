import { concatenated, shapeOf, sliceOf, type Template } from './template.js';

/** By RFC 3986: what stands behind the last slash of the base is dropped, its whole path where the other begins with one. */
export function resolved(base: Template, path: Template): Template {
  const shape = shapeOf(base);
  const host = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*|^\0/i.exec(shape)?.[0].length ?? 0;
  const isRooted = shapeOf(path).startsWith('/');
  const kept = isRooted ? host : Math.max(host, shape.lastIndexOf('/') + 1);
  return behind(sliceOf(base, 0, kept), path, !isRooted && kept === host);
}

export function behind(base: Template, path: Template, needsSlash: boolean): Template {
  const slash: Template = { pieces: needsSlash ? [{ text: '/', at: null }] : [], start: path.start, end: path.start };
  return concatenated([base, slash, path], path.start, path.end);
}
