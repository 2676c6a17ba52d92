import { addAbortSignal, Readable } from 'node:stream';
import type { Prefilter } from '../detect/index.js';
import { Ledger } from './ledger.js';
import { foundItem, PackedItems } from './packed-items.js';
import type { Source, SourceItem } from './source.js';

/** How reports name standard input. */
export const STDIN_PATH = 'stdin';

/**
 * The whole of `input` as one item. Nothing at all, or more than `maxSize` bytes, is a gap: the user named this and it
 * was not read. `root` is only reported.
 */
export function openStdin(
  root: string,
  maxSize: number,
  prefilter: Prefilter,
  input: AsyncIterable<Uint8Array> = process.stdin,
): Source {
  const ledger = new Ledger();
  async function* items(signal?: AbortSignal): AsyncGenerator<SourceItem, void, undefined> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    if (signal !== undefined && input instanceof Readable) addAbortSignal(signal, input);
    try {
      for await (const chunk of input) {
        size += chunk.length;
        if (size <= maxSize) chunks.push(chunk);
      }
    } catch (error) {
      // Interrupted: the half that was read is not judged.
      if (signal?.aborted === true) return;
      throw error;
    }
    if (size === 0) ledger.gap(STDIN_PATH, 'standard input was empty');
    if (size > maxSize) {
      ledger.gap(STDIN_PATH, `${size} bytes, more than the largest size read (--max-size ${maxSize})`);
      return;
    }
    ledger.count(size);
    const bytes = Buffer.concat(chunks);
    const item = foundItem(STDIN_PATH, bytes, prefilter);
    if (item?.isPacked === true)
      yield* new PackedItems({ include: [], exclude: [], maxSize }, ledger).of({ ...item, isNamed: true });
    else if (item !== null) yield item;
  }
  return {
    kind: 'stdin',
    root,
    items,
    tally: ledger.tally,
    get gaps() {
      return ledger.gaps;
    },
    get skipped() {
      return ledger.skipped;
    },
    empty: false,
  };
}
