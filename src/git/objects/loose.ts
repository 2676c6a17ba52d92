import type { Buffer } from 'node:buffer';
import { readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { OBJECT_TYPES, type ObjectType } from './object-id.js';
import { UnreadableObject } from './unreadable.js';

/** An object and its whole content. */
export interface WholeObject {
  readonly type: ObjectType;
  readonly bytes: Buffer;
}

/** A loose object's file: gitrepository-layout(5), "objects/[0-9a-f][0-9a-f]". */
export interface LooseObject {
  readonly id: string;
  readonly file: string;
}

/** Larger files, compressed, are left to git, which reads them as a stream. */
const LARGEST_FILE = 8 << 20;
/** What a loose object that passes may at most inflate to. */
const LARGEST_OBJECT = 32 << 20;

/** The loose objects of a folder of objects, in no order. */
export function* looseObjects(folder: string): Generator<LooseObject, void, undefined> {
  for (const shard of entriesOf(folder)) {
    if (!/^[0-9a-f]{2}$/.test(shard.name)) continue;
    const shardFolder = path.join(folder, shard.name);
    for (const { name } of entriesOf(shardFolder)) {
      // Temporary files of a running git stand there too.
      if (/^(?:[0-9a-f]{38}|[0-9a-f]{62})$/.test(name)) {
        yield { id: shard.name + name, file: path.join(shardFolder, name) };
      }
    }
  }
}

/** Where the loose object of an id would be. */
export function looseFile(folder: string, id: string): string {
  return path.join(folder, id.slice(0, 2), id.slice(2));
}

/** Reads a loose object. Throws {@link UnreadableObject}, or ENOENT when it is gone. */
export function readLoose(file: string): WholeObject {
  if (statSync(file).size > LARGEST_FILE) throw new UnreadableObject('larger than the memory set aside for it');
  const compressed = readFileSync(file);
  // Mostly everything is packed, or known.
  const { inflateSync } = process.getBuiltinModule('node:zlib');
  let whole;
  try {
    whole = inflateSync(compressed, { maxOutputLength: LARGEST_OBJECT });
  } catch (error) {
    throw new UnreadableObject(`damaged: ${(error as Error).message}`);
  }
  const end = whole.indexOf(0);
  const [, name, digits] = /^([a-z]+) (\d+)$/.exec(whole.toString('latin1', 0, Math.min(end, 32))) ?? [];
  const type = OBJECT_TYPES.find((known) => known !== undefined && known === name);
  const bytes = whole.subarray(end + 1);
  if (type === undefined || Number(digits) !== bytes.length) throw new UnreadableObject('damaged: its head is wrong');
  return { type, bytes };
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    // A folder that gc has just emptied and removed held nothing.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
