/**
 * Made-up histories, in which keys come and go, and are written piece by piece: a scan of their packs, where of a delta
 * only what is new is looked at, has to find what a look at every blob finds.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { detect } from '../../src/detect/index.js';
import type { Report } from '../../src/finding.js';
import { chance, type Chance } from '../support/chance.js';
import { encoders, makers, type KeyKind } from '../support/keys.js';
import { newRepository, type TestRepository } from '../support/repository.js';
import { repositoryRoot, runOrThrow, runScan } from '../support/run.js';
import { SETTINGS } from '../support/settings.js';

const HISTORIES = 20;
const COMMITS = 120;
const FILES = 6;
const LARGEST = 120_000;

const KINDS: readonly KeyKind[] = ['NEW_API', 'ONE_API', 'ANTHROPIC', 'OPENAI_LEGACY', 'OPENROUTER', 'HEX32'];

const sources = readdirSync(path.join(repositoryRoot, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));

/** A key as somebody may write it. */
function written({ below, pick }: Chance): string {
  const key = makers[pick(KINDS)](below(1e9));
  const at = 5 + below(25);
  return pick([
    key,
    key,
    key,
    encoders.base64!(`user:${key}`),
    encoders.hex!(key),
    encoders.percent!(key),
    `${key.slice(0, at)}" + "${key.slice(at)}`,
  ]);
}

/** Ends of keys that wait for their turn, by the sign that stands in for each. */
type Waiting = Map<string, string>;

function changed(text: string, draw: Chance, waiting: Waiting): string {
  const { below, pick } = draw;
  const at = below(text.length + 1);
  const put = (piece: string): string => text.slice(0, at) + piece + text.slice(at);
  switch (below(10)) {
    case 0:
    case 1:
    case 2: {
      const source = pick(sources);
      const from = below(source.length);
      return put(source.slice(from, from + pick([1, 3, 20, 200, 2000])));
    }
    case 3:
    case 4:
      return text.slice(0, at) + text.slice(at + pick([1, 10, 100, 1500]));
    case 5:
    case 6:
      return put(` token = "${written(draw)}" `);
    case 7: {
      const key = written(draw);
      const cut = 1 + below(key.length - 1);
      const sign = `@@${below(1e9)}@@`;
      waiting.set(sign, key.slice(cut));
      return put(` token = "${key.slice(0, cut)}${sign}" `);
    }
    case 8: {
      const sign = [...waiting.keys()].find((each) => text.includes(each));
      return sign === undefined ? text : text.replace(sign, waiting.get(sign)!);
    }
    default:
      return put(text.slice(at, at + below(4000)));
  }
}

function madeUp(seed: number): TestRepository {
  const draw = chance(seed);
  const repository = newRepository(undefined, `--object-format=${draw.pick(['sha1', 'sha256'])}`);
  const waiting: Waiting = new Map();
  const texts = Array.from({ length: FILES }, () => draw.pick(sources));
  for (let commit = 0; commit < COMMITS; commit++) {
    const file = draw.below(FILES);
    for (let times = 1 + draw.below(4); times > 0; times--) texts[file] = changed(texts[file]!, draw, waiting);
    texts[file] = texts[file]!.slice(0, LARGEST);
    repository.commit(`Change ${commit}`, { [`file-${file}.txt`]: texts[file] });
  }
  repository.git('repack', '-adfq', `--depth=${draw.pick([10, 50, 250])}`, `--window=${draw.pick([10, 50])}`);
  return repository;
}

/** Keys, by how they are shown, in all blobs, each read whole. */
function inBlobs({ folder, git }: TestRepository): string[] {
  const listing = git('cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectname)').split('\n');
  const blobs = listing.flatMap((line) => (line.startsWith('blob ') ? [line.slice('blob '.length)] : []));
  const keys = blobs.flatMap((id) => {
    const bytes = Buffer.from(runOrThrow('git', ['cat-file', 'blob', id], { cwd: folder }));
    return detect(bytes, SETTINGS).matches.map(({ secret }) => secret.redacted);
  });
  return [...new Set(keys)].sort();
}

it.each(Array.from({ length: HISTORIES }, (_, seed) => seed))('made-up history %i', (seed) => {
  const repository = madeUp(seed);
  const { stdout } = runScan(['history', '--no-cache', '--format', 'json'], { cwd: repository.folder });
  const found = (JSON.parse(stdout) as Report).keys.map(({ redacted }) => redacted);
  const expected = inBlobs(repository);
  expect(expected.length).toBeGreaterThan(10);
  expect([...new Set(found)].sort()).toEqual(expected);
});
