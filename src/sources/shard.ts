import type { Omission, Shard } from '../finding.js';

/** Whether `path` belongs to the shard: by a hash of the path alone, so that every machine divides alike. */
export function isInShard(path: string, { index, count }: Shard): boolean {
  return fnv1a(path) % count === index - 1;
}

/** How the report of one shard names the files of the others. */
export function otherShards({ index, count }: Shard): Omission {
  return { what: 'files of the other shards', why: `only part ${index} of ${count} was read` };
}

/** 32 bits, over UTF-16 units. http://www.isthe.com/chongo/tech/comp/fnv/ */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  // The lowest bits alone are poorly mixed, and a small count would look at nothing else.
  return (hash ^ (hash >>> 16)) >>> 0;
}
