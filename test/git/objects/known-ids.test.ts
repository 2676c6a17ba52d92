import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { idTables, KnownIds, NOWHERE } from '../../../src/git/objects/known-ids.js';
import { shared } from '../../../src/git/objects/shared.js';

const IDS = 6000;

function tableOf(ids: readonly Buffer[]): Uint8Array {
  const table = shared(Uint8Array, ids.length * ids[0]!.length);
  table.set(Buffer.concat(ids));
  return table;
}

it.each([
  ['ids as git makes them', 20, 0],
  ['ids of SHA-256', 32, 0],
  ['ids that were made to begin alike', 20, 6],
])('finds %s, and none that is not there', (_what, length, alike) => {
  const newId = (): Buffer => Buffer.concat([Buffer.alloc(alike, 0xab), randomBytes(length - alike)]);
  const ids = Array.from({ length: IDS }, newId).sort(Buffer.compare);
  const [first, second] = [ids.filter((_id, at) => at % 2 === 0), ids.filter((_id, at) => at % 2 === 1)];
  const known = new KnownIds(idTables([tableOf(first), tableOf(second)], length), length);
  // The first look-ups go another way than those after them.
  for (let round = 0; round < 2; round++) {
    expect(first.map((id) => known.numberOf(id))).toEqual(first.map((_id, at) => at));
    expect(second.map((id) => known.numberOf(id))).toEqual(second.map((_id, at) => first.length + at));
    expect(known.numberOf(newId())).toBe(NOWHERE);
    expect(known.numberOf(Buffer.concat([Buffer.from('before'), ids[0]!]), 'before'.length)).toBe(0);
  }
});
