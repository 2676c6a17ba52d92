import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openStdin } from '../../src/sources/stdin.js';
import { newApiKey } from '../support/keys.js';
import { prefilter, readAll } from '../support/sources.js';

const key = newApiKey('stdin');

describe('standard input', () => {
  it('is one item, however it comes', async () => {
    const chunks = [key.slice(0, 2), key.slice(2, 20), key.slice(20)].map((chunk) => Buffer.from(chunk));
    const source = openStdin('/root', 1000, prefilter, Readable.from(chunks));
    expect(await readAll(source)).toEqual({ stdin: key });
    expect(source).toMatchObject({ kind: 'stdin', gaps: [], tally: { files: 1, bytes: key.length } });
  });

  it('gives nothing where there is no needle', async () => {
    const source = openStdin('/root', 1000, prefilter, Readable.from([Buffer.from('nothing')]));
    expect(await readAll(source)).toEqual({});
    expect(source.tally.files).toBe(1);
  });

  it.each([
    ['empty', '', /empty/],
    ['over the size cap', key.repeat(30), /--max-size 1000/],
  ])('is a gap where it is %s', async (_, text, why) => {
    const source = openStdin('/root', 1000, prefilter, Readable.from(text === '' ? [] : [Buffer.from(text)]));
    expect(await readAll(source)).toEqual({});
    expect(source.gaps).toEqual([{ what: 'stdin', why: expect.stringMatching(why) as string }]);
  });
});
