/**
 * Made-up histories, in which keys come and go, and are written piece by piece: a scan of their packs, where of a delta
 * only what is new is looked at, has to find what a look at every blob finds.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createPrefilter, detect } from '../../src/detect/index.js';
import type { Report } from '../../src/finding.js';
import { chance, type Chance } from '../support/chance.js';
import { encoders, makers, type KeyKind } from '../support/keys.js';
import { newRepository, type TestRepository } from '../support/repository.js';
import { repositoryRoot, runOrThrow, runScan } from '../support/run.js';
import { SETTINGS } from '../support/settings.js';

const HISTORIES = 20;
const COMMITS = 120;
/** Many, so that most are free of keys before one comes: else they are looked at whole. */
const FILES = 40;
const FILES_AT_ONCE = 4;
const LARGEST = 120_000;

const KINDS: readonly KeyKind[] = ['NEW_API', 'ONE_API', 'ANTHROPIC', 'OPENAI_LEGACY', 'OPENROUTER', 'HEX32'];

const sources = readdirSync(path.join(repositoryRoot, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
  .filter((text) => !createPrefilter().test(Buffer.from(text)));

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

/** Keys that were written, and the parts of them that may stand in their place. */
type Parts = Map<string, string>;

function changed(text: string, draw: Chance, parts: Parts): string {
  const { below, pick } = draw;
  const at = below(text.length + 1);
  const put = (piece: string): string => text.slice(0, at) + piece + text.slice(at);
  switch (below(14)) {
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
    case 6: {
      const key = written(draw);
      const cut = 1 + below(key.length - 1);
      parts.set(key, pick([key.slice(0, cut), key.slice(cut)]));
      return put(` token = "${key}" `);
    }
    case 7:
    case 8:
    case 9:
    case 10: {
      // Of two versions git mostly makes the smaller one out of the larger one: whole keys have to be in either.
      const here = [...parts].filter(([key, rest]) => text.includes(key) || text.includes(rest));
      if (here.length === 0) return text;
      const [whole, part] = pick(here);
      const other = text.includes(whole) ? text.replace(whole, part) : text.replace(part, whole);
      return pick(['', pick(sources).slice(0, 3000)]) + other;
    }
    default:
      return put(text.slice(at, at + below(4000)));
  }
}

function madeUp(seed: number): TestRepository {
  const draw = chance(seed);
  const repository = newRepository(undefined, `--object-format=${draw.pick(['sha1', 'sha256'])}`);
  const parts: Parts = new Map();
  const texts = Array.from({ length: FILES }, () => draw.pick(sources));
  for (let commit = 0; commit < COMMITS; commit++) {
    const files: Record<string, string> = {};
    for (let left = FILES_AT_ONCE; left > 0; left--) {
      const file = draw.below(FILES);
      for (let times = 1 + draw.below(3); times > 0; times--) texts[file] = changed(texts[file]!, draw, parts);
      files[`file-${file}.txt`] = texts[file] = texts[file]!.slice(0, LARGEST);
    }
    repository.commit(`Change ${commit}`, files);
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
