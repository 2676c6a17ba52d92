import { splitAtArchive } from '../names.js';
import type { ObjectType } from '../../git/objects/object-id.js';

/** A text in an object: the whole of it, of a tree the name in entry `at`, or a text in an archive. */
export interface ObjectText {
  readonly type: ObjectType;
  readonly id: string;
  readonly at: number;
  /** Of a text in an archive, what follows the path of that; else nothing. */
  readonly inner: string;
}

/** How a text is called until it is known where it stands. git allows no file of a commit below `.git`. */
export function objectPath({ type, id, at, inner }: ObjectText): string {
  return type === 'tree' ? `.git/tree/${id}/${at}` : `.git/${type}/${id}${inner}`;
}

/** The reverse of {@link objectPath}. */
export function objectText(path: string): ObjectText {
  const [object, inner] = splitAtArchive(path);
  const [, type = '', id = '', at = '0'] = object.split('/');
  return { type: type as ObjectType, id, at: Number(at), inner };
}
