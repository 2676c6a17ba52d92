import type { ObjectType } from '../../git/objects/object-id.js';

/** A text in an object: the whole of it, or of a tree the name in entry `at`. */
export interface ObjectText {
  readonly type: ObjectType;
  readonly id: string;
  readonly at: number;
}

/** How a text is called until it is known where it stands. git allows no file of a commit below `.git`. */
export function objectPath({ type, id, at }: ObjectText): string {
  return type === 'tree' ? `.git/tree/${id}/${at}` : `.git/${type}/${id}`;
}

/** The reverse of {@link objectPath}. */
export function objectText(path: string): ObjectText {
  const [, type = '', id = '', at = '0'] = path.split('/');
  return { type: type as ObjectType, id, at: Number(at) };
}
