/** This repository holds markers, never keys: asked of our own scanner, and without it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { encoders, expandMarkers, makers } from './support/keys.js';
import { repositoryRoot, runOrThrow, runScan } from './support/run.js';

const MARKER = /\{\{[A-Z0-9_]+:[^}]+\}\}/g;
/** A shorter expansion is a deliberate piece of a key, which may stand anywhere. */
const SHORTEST = 24;
const SEEDS = Array.from({ length: 30 }, (_, seed) => seed);

const tracked = runOrThrow('git', ['ls-files', '-z'], { cwd: repositoryRoot }).split('\0').filter(Boolean);
// One character a byte, so that nothing is lost in a fixture that is not UTF-8.
const texts = tracked.map((file) => ({ file, text: readFileSync(path.join(repositoryRoot, file), 'latin1') }));

it('scans clean with our own command, whole', () => {
  const { status, stdout } = runScan(['--format', 'json', '.'], { cwd: repositoryRoot });
  const { complete, stats, findings, staleSuppressions } = JSON.parse(stdout) as {
    complete: boolean;
    stats: { files: number };
    findings: unknown[];
    staleSuppressions: unknown[];
  };
  expect({ status, complete, findings, staleSuppressions }).toEqual({
    status: 0,
    complete: true,
    findings: [],
    staleSuppressions: [],
  });
  expect(stats.files).toBeGreaterThanOrEqual(tracked.length);
});

it('holds nothing that a marker in it stands for', () => {
  const markers = new Set(texts.flatMap(({ text }) => text.match(MARKER) ?? []).filter(isMarker));
  expect(committed([...markers].map((marker) => [marker, expandMarkers(marker)]))).toEqual([]);
});

it.each(Object.entries(makers))('holds no %s of a small seed', (kind, make) => {
  expect(committed(SEEDS.map((seed) => [`${kind}:${seed}`, make(seed)]))).toEqual([]);
});

it('holds text alone: what is in binary form, tests make or somebody left behind', () => {
  expect(texts.filter(({ text }) => text.includes('\0')).map(({ file }) => file)).toEqual([]);
});

/** Where the values stand in the repository, by name only. */
function committed(values: readonly (readonly [name: string, value: string])[]): string[] {
  return values
    .filter(([, value]) => value.length >= SHORTEST)
    .flatMap(([name, value]) =>
      texts.filter(({ text }) => text.includes(value)).map(({ file }) => `${name} in ${file}`),
    );
}

/** Tests of the markers themselves hold some that name nothing. */
function isMarker(text: string): boolean {
  const [, kind = '', pipes = ''] = /^\{\{([A-Z0-9_]+):\w+(?:\[\d*,\d*\])?((?:\|\w+)*)\}\}$/.exec(text) ?? [];
  return (
    kind in makers &&
    pipes
      .split('|')
      .slice(1)
      .every((name) => name in encoders)
  );
}
