/** Writes archives byte by byte, broken ones too. */
import { crc32 } from './crc32.js';
import { deflateRawSync, gzipSync } from 'node:zlib';

export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface ZipFaults {
  /** What the entries state instead of their size. */
  readonly statedSize?: number;
  readonly encrypted?: boolean;
  /** What the zip states instead of the number of its files. */
  readonly statedFiles?: number;
  /** How much stands before it that it counts as its own. */
  readonly before?: number;
  /** Not deflated. */
  readonly isStored?: boolean;
  /** By the name of a file, and the zip's own by nothing. */
  readonly comments?: Readonly<Record<string, string>>;
}

/** A zip of deflated files (APPNOTE.TXT 6.3, 4.3). */
export function zip(files: Files, faults: ZipFaults = {}): Buffer {
  const commentOf = (name: string): Buffer => Buffer.from(faults.comments?.[name] ?? '');
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = faults.before ?? 0;
  for (const [name, content] of Object.entries(files)) {
    const data = Buffer.from(content);
    const packed = faults.isStored ? data : deflateRawSync(data);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(faults.encrypted ? 1 : 0, 2);
    common.writeUInt16LE(faults.isStored ? 0 : 8, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(faults.statedSize ?? data.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    const comment = commentOf(name);
    rest.writeUInt16LE(comment.length, 0);
    rest.writeUInt32LE(offset, 10);
    const row = [Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, rest, Buffer.from(name), comment];
    centrals.push(Buffer.concat(row));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(faults.statedFiles ?? centrals.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(commentOf('').length, 20);
  return Buffer.concat([...locals, central, end, commentOf('')]);
}

/** A Chrome extension: `Cr24`, version 3, a head of some bytes, a zip. */
export function crx(files: Files): Buffer {
  const head = Buffer.alloc(12 + 40, 7);
  head.write('Cr24', 0, 'latin1');
  head.writeUInt32LE(3, 4);
  head.writeUInt32LE(40, 8);
  return Buffer.concat([head, zip(files)]);
}

/** What `npm pack` writes. */
export function tgz(files: Files): Buffer {
  return gzipSync(tar(files));
}

export interface TarOddities {
  /** Of all files: `7`, `S`, a letter that nobody knows. */
  readonly type?: string;
  readonly statedSize?: number;
  readonly linksTo?: string;
}

/** A tar of files (POSIX.1-2017 `pax`, ustar). */
export function tar(files: Files, { type = '0', statedSize, linksTo = '' }: TarOddities = {}): Buffer {
  const blocks = Object.entries(files).map(([name, content]) => {
    const data = Buffer.from(content);
    const head = Buffer.alloc(512);
    head.write(name, 0);
    head.write('0000644\0', 100);
    head.write(`${(statedSize ?? data.length).toString(8).padStart(11, '0')}\0`, 124);
    head.write(type, 156);
    head.write(linksTo, 157);
    head.write('ustar\0', 257);
    head.write('00', 263);
    return Buffer.concat([withSum(head), data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** Puts the sum of its bytes into the first header of a tar. */
export function withSum(archive: Buffer): Buffer {
  archive.fill(' ', 148, 156);
  const sum = archive.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return archive;
}

/** The header of pax before that of a file, or of type `g` before all. */
export function pax(records: Readonly<Record<string, string>>, type = 'x'): Buffer {
  const text = Object.entries(records).map(([key, value]) => paxRecord(`${key}=${value}\n`));
  return headerOf(text.join(''), type);
}

/** With its own length before it, which counts itself. */
function paxRecord(text: string): string {
  const most = Buffer.byteLength(text) + 1;
  let length = most + String(most).length;
  if (String(length).length > String(most).length) length++;
  return `${length} ${text}`;
}

/** GNU's header for a name (`L`) or a link's target (`K`) that does not fit into one. */
export function headerOf(text: string, type: string): Buffer {
  const archive = tar({ '././@LongLink': text }, { type });
  return archive.subarray(0, archive.length - 1024);
}

/** A gzip file that says what it was called, and has a comment: RFC 1952, 2.3. */
export function gzipWith(content: string | Uint8Array, { name = '', comment = '' }): Buffer {
  const bytes = gzipSync(content);
  bytes[3] = 8 | 16;
  return Buffer.concat([bytes.subarray(0, 10), Buffer.from(`${name}\0${comment}\0`), bytes.subarray(10)]);
}

/** Electron's archive; one level of folders. */
export function asar(files: Files): Buffer {
  let offset = 0;
  const root: Record<string, unknown> = {};
  const bodies: Buffer[] = [];
  for (const [name, content] of Object.entries(files)) {
    const data = Buffer.from(content);
    const [folder, file] = name.split('/') as [string, string];
    const parent = (root[folder] ??= { files: {} }) as { files: Record<string, unknown> };
    parent.files[file] = { size: data.length, offset: String(offset) };
    offset += data.length;
    bodies.push(data);
  }
  const json = Buffer.from(JSON.stringify({ files: root }));
  const padded = json.length + ((4 - (json.length % 4)) % 4);
  const head = Buffer.alloc(16 + padded);
  head.writeUInt32LE(4, 0);
  head.writeUInt32LE(padded + 8, 4);
  head.writeUInt32LE(padded + 4, 8);
  head.writeUInt32LE(json.length, 12);
  json.copy(head, 16);
  return Buffer.concat([head, ...bodies]);
}
