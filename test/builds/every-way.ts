import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exposureOf } from '../../src/client/outputs.js';
import type { Finding } from '../../src/finding.js';
import { linesOf, scanBundle } from '../support/bundle.js';
import { newFolder, removeFolder, writeFiles } from '../support/folder.js';
import type { Tool } from './tools.js';
import { keyOfWay, projectFiles, VARIABLE, WAYS } from './ways.js';

const isMap = ({ path }: Finding): boolean => path.includes('.map');

function fingerprintOf(key: string): string {
  return createHash('sha256')
    .update(`starrise-key:v1:${key.slice(3)}`)
    .digest('hex')
    .slice(0, 32);
}

/** Where a key is found that people outside get: what a build keeps for the server may show it too. */
function placesOf(key: string, findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(
    ({ fingerprint, path, bundle }) =>
      fingerprint === fingerprintOf(key) && !(exposureOf(path) === 'artefact' && bundle?.public === false),
  );
}

/** Tests that a key is found in what the tool builds, and traced, in every way of writing it; and that its twin is not. */
export function testEveryWay({ name, build, without, via, variable }: Tool): void {
  describe(`a build by ${name}`, () => {
    const folders: string[] = [];

    async function scanBuild(maps: boolean, twin = false): Promise<readonly Finding[]> {
      const folder = writeFiles(newFolder(), projectFiles(twin, variable));
      folders.push(folder);
      await build({ folder, maps, twin });
      const { findings, gaps } = scanBundle(folder, '.');
      expect(gaps).toEqual([]);
      return findings;
    }

    afterAll(() => {
      for (const folder of folders) removeFolder(folder);
    });

    describe('with source maps', () => {
      let findings: readonly Finding[] = [];
      beforeAll(async () => {
        findings = await scanBuild(true);
      });

      const ways = WAYS.filter(({ name }) => !without.includes(name));

      it.each(ways)('shows a key written as $name in the code and in the map, at its line', (way) => {
        const own = placesOf(keyOfWay(way.name), findings);
        expect(own.some((finding) => !isMap(finding))).toBe(way.inCode);
        expect(own.length).toBeGreaterThan(0);
        for (const { bundle } of own) {
          expect(bundle).toMatchObject({ source: way.source, sourceLine: way.line, public: true });
        }
      });

      it('shows the value of a variable in the code, and which variable of which file it is', () => {
        const own = placesOf(keyOfWay(VARIABLE.name), findings);
        expect(own.length).toBeGreaterThan(0);
        for (const { bundle } of own) {
          expect(bundle).toMatchObject({ source: VARIABLE.source, sourceLine: VARIABLE.line, via, public: true });
        }
      });

      it('shows nothing else', () => {
        const known = new Set(
          [...WAYS.map(({ name }) => name), VARIABLE.name].map((name) => fingerprintOf(keyOfWay(name))),
        );
        expect(findings.filter(({ fingerprint }) => !known.has(fingerprint ?? ''))).toEqual([]);
      });
    });

    it('without source maps shows every key that is in the code, and where the project holds it', async () => {
      const findings = await scanBuild(false);
      for (const { name, source, line } of WAYS.filter((way) => way.inCode && !without.includes(way.name))) {
        const own = placesOf(keyOfWay(name), findings);
        const places = own.map(({ bundle }) => `${bundle?.source ?? ''}:${String(bundle?.sourceLine)}`);
        expect(new Set(places), name).toEqual(new Set([`${source}:${line}`]));
      }
    });

    it('is silent about the same project without keys', async () => {
      expect(linesOf({ findings: await scanBuild(true, true) })).toEqual([]);
    });
  });
}
