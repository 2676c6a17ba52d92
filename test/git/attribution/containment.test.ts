import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Containment, type EveryTree } from '../../../src/git/attribution/containment.js';
import { packed, unpacked } from '../../../src/git/attribution/graph.js';
import { Git } from '../../../src/git/git.js';
import { ObjectDatabase } from '../../../src/git/objects/database.js';
import { censusOfAll } from '../../../src/sources/history/census.js';
import { newRepository, type TestRepository } from '../../support/repository.js';
import { runOrThrow } from '../../support/run.js';

/** Numbers that are the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % sides;
  };
}

/** A history in which folders are changed, moved, renamed as they are, copied and removed, at every depth. */
function wildHistory(seed: number, commits: number): TestRepository {
  const repository = newRepository();
  const roll = dice(seed);
  const folder = (depth: number): string => Array.from({ length: depth }, () => `f${roll(4)}`).join('/');
  const lines: string[] = [];
  for (let number = 0; number < commits; number++) {
    lines.push('commit refs/heads/main', `committer C <c@example.com> ${1_700_000_000 + number} +0000`, 'data 1', 'c');
    const file = `${folder(1 + roll(5))}/x${roll(6)}.txt`;
    if (number === 0) {
      // Folders of many files, which packs hold as deltas.
      for (let at = 0; at < 40; at++) lines.push(`M 644 inline f0/f1/many-${at}.txt`, 'data 2', `${at % 10}x`);
      lines.push('M 644 inline f0/keep.txt', 'data 4', 'keep');
    }
    lines.push(`M 644 inline ${file}`, 'data 1', String(roll(8)));
    const other = folder(1 + roll(3));
    if (number % 5 === 1) lines.push(`C f0 ${other}/copy${roll(3)}`);
    if (number % 7 === 2) lines.push(`R f0/f1 f0/g${number}`, `C f0/g${number} f0/f1`);
    if (number % 11 === 3) lines.push(`D ${folder(2)}`);
  }
  runOrThrow('git', ['fast-import', '--quiet'], { cwd: repository.folder, input: `${lines.join('\n')}\n` });
  return repository;
}

async function containmentIn({ folder }: TestRepository, wanted: readonly string[]): Promise<Containment> {
  const database = new ObjectDatabase([`${folder}/.git/objects`], 'sha1');
  const census = censusOfAll(new Git(folder), database, new Map(), undefined);
  const trees: EveryTree = { ids: () => census.ids(), each: (visit) => census.each('tree', visit) };
  try {
    return await Containment.of(new Set(wanted.map(packed)), trees, database.idLength);
  } finally {
    database.close();
  }
}

describe('the trees that hold an object', () => {
  const packings: Record<string, (repository: TestRepository) => void> = {
    'as they were written': () => undefined,
    loose: ({ folder, git }) => {
      git('repack', '-adq');
      const packs = path.join(folder, '.git/objects/pack');
      const pack = readdirSync(packs).find((name) => name.endsWith('.pack')) as string;
      const bytes = readFileSync(path.join(packs, pack));
      rmSync(packs, { recursive: true });
      runOrThrow('git', ['unpack-objects', '-q'], { cwd: folder, input: bytes });
    },
    'in one pack of long deltas': ({ git }) => void git('-c', 'pack.window=50', 'repack', '-adfq', '--depth=200'),
  };

  it.each(Object.keys(packings).flatMap((packing) => [1, 2, 3].map((seed) => [packing, seed] as const)))(
    'are those that git lists, at the same paths: %s, history %i',
    async (packing, seed) => {
      const repository = wildHistory(seed, 40);
      packings[packing]?.(repository);
      const { git } = repository;
      const commits = git('log', '--all', '--format=%H').split('\n');
      const listings = commits.map((commit) =>
        git('ls-tree', '-r', '-t', commit)
          .split('\n')
          .map((row) => /^\d+ (?:blob|tree) (\w+)\t(.+)$/.exec(row) as unknown as [string, string, string]),
      );
      const trees = git('log', '--all', '--format=%T').split('\n');
      const all = [...new Set(listings.flatMap((listing) => listing.map(([, id]) => id)))].sort();
      const roll = dice(seed);
      for (let round = 0; round < 5; round++) {
        const wanted = Array.from({ length: 1 + 3 * round }, () => all[roll(all.length)] as string);
        const containment = await containmentIn(repository, wanted);
        for (const at of commits.keys()) {
          const tree = packed(trees[at] as string);
          const expected = (listings[at] ?? [])
            .filter(([, id]) => wanted.includes(id))
            .map(([, id, name]) => `${name} ${id}`)
            .sort();
          const sightings = containment.sightingsIn(tree).map(({ path, id }) => `${path} ${unpacked(id)}`);
          expect(sightings.sort()).toEqual(expected);
          expect(containment.holds(tree)).toBe(expected.length > 0);
        }
      }
    },
  );
});
