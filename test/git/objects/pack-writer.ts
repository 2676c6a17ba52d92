import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

/** An entry as it is to stand in a pack: a whole object, or a delta that names its base by id. */
export type WrittenEntry =
  | { readonly id: string; readonly type: number; readonly content: Buffer }
  | { readonly id: string; readonly base: string; readonly delta: Buffer };

const REF_DELTA = 7;

/** Writes a pack and its index, as git never would: bases may be elsewhere, or nowhere. SHA-1 only. */
export function writePack(folder: string, entries: readonly WrittenEntry[]): string {
  const head = Buffer.alloc(12);
  head.write('PACK');
  head.writeUInt32BE(2, 4);
  head.writeUInt32BE(entries.length, 8);
  const pieces: Buffer[] = [head];
  let offset = head.length;
  const rows = entries.map((entry) => {
    const bytes = entryBytes(entry);
    const row = { id: Buffer.from(entry.id, 'hex'), offset, crc: crc32(bytes) };
    pieces.push(bytes);
    offset += bytes.length;
    return row;
  });
  const body = Buffer.concat(pieces);
  const checksum = sha1(body);
  const name = path.join(folder, `pack-${checksum.toString('hex')}`);
  writeFileSync(`${name}.pack`, Buffer.concat([body, checksum]));
  rows.sort((a, b) => Buffer.compare(a.id, b.id));
  const fanout = Buffer.alloc(1024);
  for (let byte = 0; byte < 256; byte++) {
    fanout.writeUInt32BE(rows.filter(({ id }) => (id[0] as number) <= byte).length, 4 * byte);
  }
  const index = Buffer.concat([
    Buffer.from('ff744f6300000002', 'hex'),
    fanout,
    ...rows.map(({ id }) => id),
    ...rows.map(({ crc }) => number(crc)),
    ...rows.map(({ offset: at }) => number(at)),
    checksum,
  ]);
  writeFileSync(`${name}.idx`, Buffer.concat([index, sha1(index)]));
  return name;
}

/** A delta that keeps the whole base and adds `tail` (up to 127 bytes). Both up to 64 KB. */
export function appendingDelta(baseSize: number, tail: Buffer): Buffer {
  return Buffer.concat([
    size(baseSize),
    size(baseSize + tail.length),
    Buffer.from([0b1011_0000 | 0b1000_0000, baseSize & 255, baseSize >> 8]),
    Buffer.from([tail.length]),
    tail,
  ]);
}

function entryBytes(entry: WrittenEntry): Buffer {
  return 'content' in entry
    ? Buffer.concat([entryHead(entry.type, entry.content.length), deflateSync(entry.content)])
    : Buffer.concat([
        entryHead(REF_DELTA, entry.delta.length),
        Buffer.from(entry.base, 'hex'),
        deflateSync(entry.delta),
      ]);
}

function entryHead(type: number, length: number): Buffer {
  const bytes = [(type << 4) | (length & 15)];
  for (let rest = length >> 4; rest > 0; rest >>= 7) {
    bytes[bytes.length - 1] = (bytes.at(-1) as number) | 128;
    bytes.push(rest & 127);
  }
  return Buffer.from(bytes);
}

function size(length: number): Buffer {
  const bytes = [length & 127];
  for (let rest = length >> 7; rest > 0; rest >>= 7) {
    bytes[bytes.length - 1] = (bytes.at(-1) as number) | 128;
    bytes.push(rest & 127);
  }
  return Buffer.from(bytes);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function sha1(bytes: Buffer): Buffer {
  return createHash('sha1').update(bytes).digest();
}
