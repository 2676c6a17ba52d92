import path from 'node:path';
import { expect, it } from 'vitest';
import { cacheFolder } from '../../src/config/cache-folder.js';
import { homeFolder } from '../../src/config/home-folder.js';
import { userConfigFile } from '../../src/config/load.js';

const absolute = path.resolve('/home/somebody');

it('is where the environment says, where that is absolute', () => {
  expect(homeFolder({ HOME: absolute })).toBe(absolute);
  expect(userConfigFile({ HOME: absolute, XDG_CONFIG_HOME: undefined, APPDATA: undefined })).toContain(absolute);
});

it.each(['', '.', 'work', '~'])('is no folder of what is scanned where a variable is %j', (value) => {
  const environment = {
    HOME: value,
    XDG_CONFIG_HOME: value,
    XDG_CACHE_HOME: value,
    APPDATA: value,
    LOCALAPPDATA: value,
  };
  expect(path.isAbsolute(homeFolder(environment))).toBe(true);
  expect(path.isAbsolute(userConfigFile(environment))).toBe(true);
  for (const platform of ['linux', 'darwin', 'win32'] as const)
    expect(path.isAbsolute(cacheFolder(environment, platform))).toBe(true);
});
