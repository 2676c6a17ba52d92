import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder } from '../../src/config/cache-folder.js';

describe('the cache folder', () => {
  it('is where the platform keeps such files', () => {
    const absolute = path.resolve('/somewhere');
    expect(cacheFolder({ XDG_CACHE_HOME: absolute }, 'linux')).toBe(path.join(absolute, 'starrise'));
    expect(cacheFolder({ XDG_CACHE_HOME: 'relative' }, 'linux')).toMatch(/\.cache.starrise$/);
    expect(cacheFolder({}, 'darwin')).toMatch(/Caches.starrise$/);
    expect(cacheFolder({ LOCALAPPDATA: absolute }, 'win32')).toBe(path.join(absolute, 'starrise', 'cache'));
  });
});
