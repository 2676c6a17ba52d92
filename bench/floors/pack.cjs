// What a scan of a history cannot leave out: to inflate every object of its pack once, apply deltas, and search blobs for three
// bytes. Git is not asked. For one pack with SHA-1 and an index of version 2. Argument: the folder with the objects.
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { inflateSync } = require('node:zlib');
const { holds } = require('./search.cjs');

const packs = path.join(process.argv[2], 'pack');
const [name] = readdirSync(packs).filter((file) => file.endsWith('.pack'));
const pack = readFileSync(path.join(packs, name));
const index = readFileSync(path.join(packs, name.replace(/pack$/, 'idx')));

const [BLOB, OFS_DELTA, REF_DELTA] = [3, 6, 7];
/** Behind a head of 8 bytes: 256 counts, then ids, checksums and places. */
const IDS = 8 + 4 * 256;
const count = index.readUInt32BE(IDS - 4);
const placeById = new Map();
for (let at = 0; at < count; at++) {
  const id = index.toString('latin1', IDS + 20 * at, IDS + 20 * (at + 1));
  placeById.set(id, index.readUInt32BE(IDS + 24 * count + 4 * at));
}

const known = new Map();
let found = 0;
for (const place of placeById.values()) {
  const { type, bytes } = objectAt(place);
  if (type === BLOB && holds(bytes)) found++;
}
console.log(found);

function objectAt(place) {
  let object = known.get(place);
  if (object === undefined) known.set(place, (object = readAt(place)));
  return object;
}

function readAt(place) {
  let at = place;
  let byte = pack[at++];
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  for (let shift = 4; byte & 0x80; shift += 7) size += ((byte = pack[at++]) & 0x7f) * 2 ** shift;
  if (type !== OFS_DELTA && type !== REF_DELTA) return { type, bytes: inflated(at, size) };
  let base;
  if (type === REF_DELTA) {
    base = placeById.get(pack.toString('latin1', at, at + 20));
    at += 20;
  } else {
    let back = (byte = pack[at++]) & 0x7f;
    while (byte & 0x80) back = (back + 1) * 128 + ((byte = pack[at++]) & 0x7f);
    base = place - back;
  }
  const { type: own, bytes } = objectAt(base);
  return { type: own, bytes: patched(bytes, inflated(at, size)) };
}

function inflated(at, size) {
  return inflateSync(pack.subarray(at), { chunkSize: Math.max(64, size + 1) });
}

function patched(base, delta) {
  let at = 0;
  const number = () => {
    let [value, shift, byte] = [0, 1, 0x80];
    for (; byte & 0x80; shift *= 128) value += ((byte = delta[at++]) & 0x7f) * shift;
    return value;
  };
  number();
  const result = Buffer.allocUnsafe(number());
  for (let to = 0; at < delta.length;) {
    const command = delta[at++];
    if (command & 0x80) {
      let [from, length] = [0, 0];
      for (let bit = 0; bit < 4; bit++) if (command & (1 << bit)) from += delta[at++] * 2 ** (8 * bit);
      for (let bit = 0; bit < 3; bit++) if (command & (16 << bit)) length += delta[at++] * 2 ** (8 * bit);
      to += base.copy(result, to, from, from + (length || 0x10000));
    } else {
      to += delta.copy(result, to, at, at + command);
      at += command;
    }
  }
  return result;
}
