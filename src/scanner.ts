/**
 * The scanner as a library: find `sk-` keys in files ({@link scanFiles}), in bytes ({@link detect}) or in text
 * ({@link detectText}), with the same findings as the command and the ESLint rules. An argument of a wrong type is a
 * `TypeError` that names it.
 *
 * A report holds keys in redacted form and as fingerprints only. A match of `detect` holds a `Secret`, which prints
 * redacted and throws when it would become a string; only its `expose()` gives the raw key, to whoever asks for it.
 */
import { statSync } from 'node:fs';
import path from 'node:path';
import { types } from 'node:util';
import { openFolders } from './cli/folders.js';
import { redactKeys } from './detect/redact.js';
import { detect as detectIn, detectText as detectInText, type Detection, type DetectSettings } from './detect/index.js';
import { UsageError } from './errors.js';
import type { Report } from './finding.js';
import { scan } from './scan.js';

export type { Detection, DetectSettings, Gateway, KeyMatch, SuppressedMatch, UnusedDirective } from './detect/index.js';
export { UsageError } from './errors.js';
export type * from './finding.js';

/** Finds every key in `bytes`. Pure: no I/O, and nothing but the bytes and the settings decides. */
export function detect(bytes: Uint8Array, settings: DetectSettings): Detection {
  expectType('detect', 'bytes', 'a Uint8Array or a Buffer', bytes, types.isUint8Array(bytes));
  expectSettings('detect', settings);
  return detectIn(bytes, settings);
}

/** As {@link detect}, for text that is decoded already. */
export function detectText(text: string, settings: DetectSettings): Detection {
  expectType('detectText', 'text', 'a string', text, typeof text === 'string');
  expectSettings('detectText', settings);
  return detectInText(text, settings);
}

/**
 * What `starrise-scan [paths…]` reports in `cwd`, with the configuration and the baseline that it finds there. Nothing leaves
 * the machine. Rejects with a {@link UsageError} where the configuration is wrong, or `cwd` is no folder; what could not be read
 * is in the report's `gaps`, and so is that `signal` ended the scan early.
 */
export async function scanFiles(
  paths: readonly string[],
  options: { readonly cwd?: string; readonly signal?: AbortSignal } = {},
): Promise<Report> {
  expectType('scanFiles', 'paths', 'an array of strings', paths, areStrings(paths));
  expectType('scanFiles', 'options', 'an object', options, isObject(options));
  const { cwd = process.cwd(), signal } = options;
  expectType('scanFiles', 'options.cwd', 'a string', cwd, typeof cwd === 'string');
  const isSignal = signal === undefined || signal instanceof AbortSignal;
  expectType('scanFiles', 'options.signal', 'an AbortSignal', signal, isSignal);
  if (statSync(cwd || '.', { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`${redactKeys(cwd)}: no such folder`);
  const at = { cwd: path.resolve(cwd), env: process.env };
  const { project, ...plan } = await openFolders(paths, {}, at);
  return scan({ ...plan, loaded: project.loaded, baseline: project.baseline, ...(signal && { signal }) });
}

function expectSettings(name: string, settings: DetectSettings): void {
  expectType(name, 'settings', 'an object', settings, isObject(settings));
  const { gateways, variables, foreignSuppressions } = settings;
  const areGateways =
    Array.isArray(gateways) && gateways.every((each: unknown) => isObject(each) && isHost(each['host']));
  expectType(
    name,
    'settings.gateways',
    'an array of objects with a host, such as api.starrise.ai',
    gateways,
    areGateways,
  );
  expectType(name, 'settings.variables', 'an array of strings', variables, areStrings(variables));
  expectType(
    name,
    'settings.foreignSuppressions',
    'a boolean',
    foreignSuppressions,
    typeof foreignSuppressions === 'boolean',
  );
}

/** Never shows the argument: it may be a key. */
function expectType(name: string, argument: string, expected: string, given: unknown, holds: boolean): void {
  if (!holds) throw new TypeError(`${name}: ${argument} must be ${expected}, not ${kindOf(given)}`);
}

function kindOf(given: unknown): string {
  if (given === null || given === undefined) return String(given);
  if (Array.isArray(given)) return 'such an array';
  return /^[aeiou]/.test(typeof given) ? `an ${typeof given}` : `a ${typeof given}`;
}

function areStrings(given: unknown): boolean {
  return Array.isArray(given) && given.every((each) => typeof each === 'string');
}

/** A name or an address with a port if any, and no address of the web: that would be found beside no key. */
function isHost(given: unknown): boolean {
  return typeof given === 'string' && /^[^\s/*@?#]+$/.test(given);
}

function isObject(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null;
}
