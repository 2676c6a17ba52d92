import type { WholeObject } from '../../git/objects/loose.js';
import { Opener } from '../archives/opener.js';
import { Ledger } from '../ledger.js';
import type { SourceItem } from '../source.js';
import { Turns } from './interruption.js';
import type { Judge } from './judge.js';
import type { Sweep } from './sweep.js';

/** What stands in and on an archive, or what a compressed file holds; their paths go on where that of the blob ends. */
export function filesIn(bytes: Uint8Array, maxSize: number, ledger = new Ledger()): AsyncGenerator<SourceItem> {
  return new Opener({ include: [], exclude: [], maxSize }, ledger).open({ path: '', bytes });
}

export interface PackedRequest {
  readonly judge: Judge;
  readonly read: (id: string) => Promise<WholeObject | null>;
  /** Of what comes out of a blob, in bytes. */
  readonly maxSize: number;
  readonly signal: AbortSignal | undefined;
}

/** Looks into the archives and compressed files that a sweep met: which hold a key, and what could not be read of them. */
export async function lookIntoPacked(sweep: Sweep, { judge, read, maxSize, signal }: PackedRequest): Promise<void> {
  const turns = new Turns();
  for (const [id, size] of sweep.packed) {
    const ledger = new Ledger();
    let holds = false;
    const object = await read(id);
    if (object === null) ledger.skip('', 'it was there, and could not be read again to be opened');
    for await (const { bytes } of object === null ? [] : filesIn(object.bytes, maxSize, ledger)) {
      await turns.giveWay();
      if (signal?.aborted === true) return;
      holds ||= judge.holds('blob', bytes);
    }
    if (holds) sweep.holders.set(id, { type: 'blob', size });
    if (ledger.skipped.length > 0) sweep.unopened.set(id, ledger.skipped);
  }
}
