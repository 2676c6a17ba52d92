import * as v from 'valibot';
import { UsageError } from '../errors.js';
import { didYouMean } from '../text/nearest.js';
import { type Config, DEFAULT_CONFIG } from './config.js';
import type { FoundConfig } from './discovery.js';
import { JsonError, parseJsonc, type JsonValue } from './jsonc.js';
import { configSchema, INNER_MEMBERS, userConfigSchema } from './schema.js';

/**
 * Reads a repository's configuration, laid over `base`; what is wrong with it becomes a {@link UsageError} that names
 * the place.
 */
export function parseConfig(found: FoundConfig, base: Config = DEFAULT_CONFIG): Config {
  const given = check(configSchema, found);
  const gateways = [...base.gateways, ...(given.gateways ?? [])];
  return { ...base, ...given, gateways };
}

/** The gateways of the user's own configuration: the host of each, and the address as it was written. */
export function parseUserConfig(found: FoundConfig): readonly UserGateway[] {
  return check(userConfigSchema, found).gateways ?? [];
}

export interface UserGateway {
  readonly host: string;
  readonly address: string;
}

/** Where the schema has no message of its own: valibot's would quote the value. */
const FALLBACK = 'expected something else, see schema/config.schema.json in the package';

type ObjectSchema = typeof configSchema | typeof userConfigSchema;

function check<S extends ObjectSchema>(schema: S, found: FoundConfig): v.InferOutput<S> {
  const value = valueOf(found);
  const list = listForObject(value);
  if (list !== null)
    throw new UsageError(`${found.file}: ${pathOf(list, found.member)}: expected an object, not a list`);
  const result = v.safeParse(schema, value, { abortPipeEarly: true, message: FALLBACK });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new UsageError(`${found.file}: ${describeIssue(issue, schema, found.member)}`);
}

/** Where a list stands for an object: to valibot it is one that has no member. */
function listForObject(value: JsonValue | undefined): string[] | null {
  if (Array.isArray(value)) return [];
  return isObject(value) && Array.isArray(value['rules']) ? ['rules'] : null;
}

function isObject(value: JsonValue | undefined): value is { readonly [member: string]: JsonValue } {
  return typeof value === 'object' && value !== null;
}

function valueOf({ file, text, member }: FoundConfig): JsonValue | undefined {
  try {
    const value = parseJsonc(text);
    return member === null ? value : (value as Record<string, JsonValue>)[member];
  } catch (error) {
    if (error instanceof JsonError) throw new UsageError(`${file}:${error.line}:${error.column}: ${error.message}`);
    throw error;
  }
}

/** `suppress[2].expires: expected a date …`. Never the value received: it may be a key. */
function describeIssue(issue: v.BaseIssue<unknown>, schema: ObjectSchema, member: string | null): string {
  const path = (issue.path ?? []).map(({ key }) => key as string | number);
  const at = pathOf(path, member);
  const isUnknownMember = issue.type === 'strict_object' && issue.expected === 'never';
  if (!isUnknownMember) return `${at}: ${missing(issue) ?? issue.message}`;
  const names = path.length === 1 ? Object.keys(schema.entries) : (INNER_MEMBERS[String(path[0])] ?? []);
  return `${at}: no such setting${didYouMean(String(path.at(-1)), names)}`;
}

/** valibot says of an absent member what it says of a wrong object. */
function missing(issue: v.BaseIssue<unknown>): string | null {
  const isMissing = issue.type === 'strict_object' && issue.received === 'undefined' && issue.expected !== 'Object';
  return isMissing ? 'is missing' : null;
}

function pathOf(path: readonly (string | number)[], member: string | null): string {
  return formatPath(member === null ? path : [member, ...path]);
}

function formatPath(path: readonly (string | number)[]): string {
  if (path.length === 0) return 'the configuration';
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}
