import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder, makePrivateFolder } from '../../src/config/cache-folder.js';
import { temporaryFolder } from '../support/folder.js';

describe('the cache folder', () => {
  it('is where the platform keeps such files', () => {
    const absolute = path.resolve('/somewhere');
    expect(cacheFolder({ XDG_CACHE_HOME: absolute }, 'linux')).toBe(path.join(absolute, 'starrise'));
    expect(cacheFolder({ XDG_CACHE_HOME: 'relative' }, 'linux')).toMatch(/\.cache.starrise$/);
    expect(cacheFolder({}, 'darwin')).toMatch(/Caches.starrise$/);
    expect(cacheFolder({ LOCALAPPDATA: absolute }, 'win32')).toBe(path.join(absolute, 'starrise', 'cache'));
  });

  it('is made with all folders above it, for the user alone', () => {
    const folder = path.join(temporaryFolder(), 'a', 'b', 'c');
    makePrivateFolder(folder);
    makePrivateFolder(folder);
    expect(statSync(folder).isDirectory()).toBe(true);
    if (process.platform !== 'win32') expect(statSync(path.dirname(folder)).mode & 0o777).toBe(0o700);
  });

  it('is not made below a file', () => {
    const file = path.join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => makePrivateFolder(path.join(file, 'a', 'b'))).toThrow(/ENOTDIR|ENOENT/);
  });

  it.runIf(process.platform === 'linux')('is not tried for where it can never be', () => {
    expect(() => makePrivateFolder('/proc/self/starrise/history')).toThrow(/ENOENT|EACCES/);
  });
});
