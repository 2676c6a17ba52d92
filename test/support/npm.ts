import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder, writeFiles } from './folder.js';
import { repositoryRoot, run, runOrThrow, type RunOptions, type RunResult } from './run.js';

const QUIET = {
  npm_config_fund: 'false',
  npm_config_audit: 'false',
  npm_config_update_notifier: 'false',
  // In milliseconds. By default it tries for twenty minutes where the registry is out of reach.
  npm_config_fetch_timeout: '60000',
  npm_config_fetch_retry_maxtimeout: '20000',
};

/** Runs npm to its end and returns its standard output; throws what npm said where it fails. */
export function npm(args: readonly string[], options: RunOptions = {}): string {
  const { npm_execpath: script } = process.env;
  const env = { ...QUIET, ...options.env };
  // On Windows npm is a script for a shell; its JavaScript file needs none.
  if (script?.endsWith('.js')) return runOrThrow(process.execPath, [script, ...args], { ...options, env });
  return runOrThrow('npm', args, { ...options, env });
}

/** An empty project in `folder` with `packages` (specifications as for `npm install`) installed. */
export function installInto(folder: string, packages: readonly string[], options: RunOptions = {}): void {
  writeFiles(folder, { 'package.json': JSON.stringify({ name: 'consumer', private: true, type: 'module' }) });
  npm(['install', ...packages], { ...options, cwd: folder });
}

/** The `node` of a version, for a platform as the registry names them: `linux-x64`, `win-x64`. */
export function nodeFor(platform: string, version: string): string {
  const folder = writeFiles(temporaryFolder(), { 'package.json': '{ "private": true }' });
  const name = `node-${platform}`;
  // Also for another platform than this one.
  npm(['install', '--no-save', '--force', `${name}@${version}`], { cwd: folder });
  return path.join(folder, 'node_modules', name, 'bin', platform.startsWith('win-') ? 'node.exe' : 'node');
}

/** Runs a command that was installed in `folder`, without a shell. */
export function runInstalled(
  folder: string,
  script: string,
  args: readonly string[],
  options: RunOptions = {},
): RunResult {
  return run(process.execPath, [path.join(folder, 'node_modules', script), ...args], { cwd: folder, ...options });
}

/** Gives `folder` the development dependencies of this repository without an installation. */
export function borrowNodeModules(folder: string): void {
  mkdirSync(folder, { recursive: true });
  symlinkSync(path.join(repositoryRoot, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
}
