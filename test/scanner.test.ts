import { expect, it } from 'vitest';
import { scanFiles, UsageError } from '../src/scanner.js';
import { temporaryFolder, writeFiles } from './support/folder.js';
import { newApiKey } from './support/keys.js';

const KEY = newApiKey('library');

it('scans as the command does, by the configuration it finds', async () => {
  const cwd = writeFiles(temporaryFolder(), {
    'a.js': `export default '${KEY}';\n`,
    'left-out/b.js': `export default '${KEY}';\n`,
    'starrise.config.json': '{ "exclude": ["left-out"] }',
  });
  const report = await scanFiles(['.'], { cwd });
  expect(report).toMatchObject({ complete: true, findings: [{ path: 'a.js', line: 1, column: 17 }] });
  expect(JSON.stringify(report)).not.toContain(KEY.slice(3));
});

it('rejects a wrong configuration, and reports what it could not read', async () => {
  const wrong = writeFiles(temporaryFolder(), { 'starrise.config.json': '{ "exlude": [] }', 'a.js': 'nothing' });
  await expect(scanFiles(['.'], { cwd: wrong })).rejects.toThrow(UsageError);
  const cwd = writeFiles(temporaryFolder(), { 'a.js': 'nothing' });
  expect(await scanFiles(['gone.js', 'a.js'], { cwd })).toMatchObject({ complete: false, gaps: [{ what: 'gone.js' }] });
});
