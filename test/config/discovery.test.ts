import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findConfig, readConfig } from '../../src/config/discovery.js';
import { loadConfig, userConfigFile } from '../../src/config/load.js';
import { temporaryFolder, writeFiles } from '../support/folder.js';
import { runScan } from '../support/run.js';

const CONFIG = '{ "failOn": "warning" }';

describe('where a configuration is found', () => {
  it('is the folder itself or one above, the nearest first', () => {
    const root = projectWith({
      'starrise.config.json': '{}',
      'a/starrise.config.json': CONFIG,
      'a/b/c.txt': '',
      'd/e.txt': '',
    });
    expect(findConfig(path.join(root, 'a/b'))?.file).toBe(path.join(root, 'a/starrise.config.json'));
    expect(findConfig(path.join(root, 'd'))?.file).toBe(path.join(root, 'starrise.config.json'));
  });

  it('is package.json where that has the member', () => {
    const root = projectWith({
      'package.json': '{ "starrise": {} }',
      // As some editors of Windows save it.
      'c/package.json': '\uFEFF{ "starrise": {} }',
      'a/package.json': '{ "name": "a", "description": "no \\"starrise\\" here" }',
      'b/package.json': '{ "starrise": broken',
    });
    expect(findConfig(path.join(root, 'a'))).toMatchObject({
      file: path.join(root, 'package.json'),
      member: 'starrise',
    });
    expect(findConfig(path.join(root, 'c'))?.file).toBe(path.join(root, 'c/package.json'));
    expect(findConfig(path.join(root, 'b'))).toMatchObject({ file: path.join(root, 'package.json') });
  });

  it('is the member of a package.json that was named', () => {
    const root = projectWith({ 'package.json': '{ "starrise": {} }', 'other.json': '{}' });
    expect(readConfig(path.join(root, 'package.json')).member).toBe('starrise');
    expect(readConfig(path.join(root, 'other.json')).member).toBeNull();
  });

  it('is not both at once', () => {
    const root = projectWith({ 'package.json': '{ "starrise": {} }', 'starrise.config.json': '{}' });
    expect(() => findConfig(root)).toThrow('keep one of the two');
  });

  it('is not above the repository', () => {
    const root = projectWith({ 'starrise.config.json': '{}', 'inner/a.txt': '' });
    mkdirSync(path.join(root, 'inner/.git'));
    expect(findConfig(path.join(root, 'inner'))).toBeNull();
  });

  it('outside of a repository is no further up than the named folder', () => {
    const root = writeFiles(temporaryFolder(), { 'starrise.config.json': '{}', 'a/b.txt': '' });
    expect(findConfig(path.join(root, 'a'))).toBeNull();
    expect(findConfig(root)).not.toBeNull();
  });
});

describe('a configuration that is called otherwise', () => {
  const scan = (cwd: string, ...args: readonly string[]) => runScan(['.', ...args], { cwd });

  it.each([
    '.starriserc',
    '.starriserc.json',
    'starrise.json',
    'starrise.config.js',
    'starrise.config.mjs',
    'starrise.config.jsonc',
  ])('is said not to be read: %s', (name) => {
    const cwd = projectWith({ [name]: '{}', 'a.txt': 'a' });
    const { status, stdout, stderr } = scan(cwd);
    expect(stderr).toMatch(
      /^note: \S+ is not read: the configuration is called starrise\.config\.json\nno keys in 2 files/,
    );
    expect(stderr).toContain(`note: ${name} `);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  it('is said so of where it is looked for, once, by every command that heeds one', () => {
    const cwd = projectWith({ '.starriserc': '{}', 'starrise.json': '{}', 'a/b.txt': 'b' });
    const said = 'note: ../.starriserc is not read: the configuration is called starrise.config.json\n';
    for (const command of [['.'], ['bundle', '.'], ['baseline', '.']]) {
      const { stderr } = runScan(command, { cwd: path.join(cwd, 'a') });
      expect(stderr.slice(0, said.length)).toBe(said);
      expect(stderr.split('note: ')).toHaveLength(2);
    }
  });

  it('is passed over beside the right one, where another is named, below it, and with --quiet', () => {
    const beside = projectWith({ 'starrise.config.json': '{}', '.starriserc': '{}', 'a/.starriserc': '{}' });
    expect(scan(beside).stderr).not.toContain('note: ');
    rmSync(path.join(beside, 'starrise.config.json'));
    writeFiles(beside, { 'other.json': '{}' });
    expect(scan(beside, '--config', 'other.json').stderr).not.toContain('note: ');
    expect(scan(beside, '--quiet').stderr).toBe('');
    expect(scan(beside).stderr).toContain('note: .starriserc ');
  });

  it('is told of above a package whose own is right, and below the one that counts', () => {
    const root = projectWith({ 'starrise.config.json': '{}', 'a/.starriserc': '{}', 'a/b.txt': 'b' });
    expect(scan(path.join(root, 'a')).stderr).toContain('note: .starriserc ');
    expect(scan(root).stderr).not.toContain('note: ');
  });
});

describe('a configuration that cannot be read', () => {
  it('is a folder that was named: it says what to name', () => {
    const cwd = projectWith({ 'config/starrise.config.json': '{}' });
    const { status, stderr } = runScan(['.', '--config', 'config'], { cwd });
    const folder = path.join(cwd, 'config');
    expect(stderr).toBe(
      `starrise-scan: --config ${folder}: a folder; name the file in it, such as ${path.join(folder, 'starrise.config.json')}\n`,
    );
    expect(status).toBe(2);
    expect(runScan(['.', '--config', 'config/starrise.config.json'], { cwd }).status).toBe(0);
  });

  it.skipIf(process.platform === 'win32')('is below a file, or a link to itself that was named: one line', () => {
    const folder = writeFiles(temporaryFolder(), { 'a.txt': 'x' });
    symlinkSync('loop', path.join(folder, 'loop'));
    for (const [named, says] of [
      ['a.txt/x.json', 'no such file'],
      ['loop', 'ELOOP'],
    ] as const) {
      const { status, stderr } = runScan(['--config', named, '.'], { cwd: folder });
      expect([named, status]).toEqual([named, 2]);
      expect(stderr).toMatch(new RegExp(`^starrise-scan: .*${says}\\n$`));
    }
    // Blocks of a text are linted under such names.
    expect(findConfig(path.join(folder, 'a.txt'))).toBeNull();
  });

  it.skipIf(process.platform === 'win32')('is a link that leads nowhere: no absent one', () => {
    const cwd = projectWith({ 'a.txt': 'a' });
    const link = path.join(cwd, 'starrise.config.json');
    symlinkSync('../gone.json', link);
    const { status, stderr } = runScan(['.'], { cwd });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `starrise-scan: ${link} is a symbolic link that leads to no file\n`,
    });
    rmSync(link);
    writeFiles(cwd, { 'there.json': CONFIG });
    symlinkSync('there.json', link);
    expect(findConfig(cwd)?.file).toBe(link);
  });
});

describe('the configuration in force', () => {
  const nobody = { HOME: '/nonexistent', XDG_CONFIG_HOME: '/nonexistent', APPDATA: '/nonexistent' };

  it('starts its globs at its own folder', async () => {
    const root = projectWith({ 'a/starrise.config.json': CONFIG, 'a/b/c.txt': '' });
    const loaded = await loadConfig({ folder: path.join(root, 'a/b'), named: null, home: root, env: nobody });
    expect(loaded).toMatchObject({ folder: path.join(root, 'a'), config: { failOn: 'warning' } });
  });

  it('starts them at home where there is none, or where one was named', async () => {
    const root = projectWith({ 'elsewhere/ours.json': CONFIG });
    const none = await loadConfig({ folder: root, named: null, home: root, env: nobody });
    expect(none).toMatchObject({ folder: root, file: null, config: { failOn: 'error' } });
    const named = path.join(root, 'elsewhere/ours.json');
    expect(await loadConfig({ folder: root, named, home: root, env: nobody })).toMatchObject({
      folder: root,
      file: named,
      config: { failOn: 'warning' },
    });
    const missing = loadConfig({ folder: root, named: path.join(root, 'gone.json'), home: root, env: nobody });
    await expect(missing).rejects.toThrow('no such file');
  });

  it('adds the gateways of the user', async () => {
    const home = writeFiles(temporaryFolder(), { 'starrise/config.json': '{ "gateways": ["mine.example"] }' });
    const env = { ...nobody, XDG_CONFIG_HOME: home, APPDATA: home };
    const root = projectWith({ 'starrise.config.json': '{ "gateways": ["theirs.example"] }' });
    const { config } = await loadConfig({ folder: root, named: null, home: root, env });
    expect(config.gateways).toEqual(['api.starrise.ai', 'theirs.example', 'mine.example']);
    expect(userConfigFile(env)).toBe(path.join(home, 'starrise', 'config.json'));
  });
});

/** A folder that is the root of a repository. */
function projectWith(files: Readonly<Record<string, string>>): string {
  const root = writeFiles(temporaryFolder(), files);
  mkdirSync(path.join(root, '.git'));
  return root;
}
