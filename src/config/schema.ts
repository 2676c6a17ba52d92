/**
 * What `starrise.config.json`, `package.json#starrise` and the user's own file may hold. The JSON Schema in the package
 * is generated from here (`scripts/schemas.js`), descriptions included.
 */
import * as v from 'valibot';
import { RULE_IDS, SEVERITIES } from '../finding.js';
import { DIALECTS } from '../gateway/dialects.js';
import { isTakenBack, NOT_TAKEN_BACK } from './globs.js';
import { parseSize } from '../text/size.js';

// valibot's own messages quote the value they received, and that value may be a key: every message is written here.
const text = v.pipe(v.string('expected text in quotes'), v.nonEmpty('expected text that is not empty'));

/** As code and files of settings write it, in any script: `OUR_KEY`, `our.gateway-key`. Other marks would match nothing. */
const variable = v.pipe(
  text,
  v.regex(
    /^[^\s!-#%-,/:-@[-^`{-~]+$/,
    'expected the name of a variable: letters, digits, _, $, . and -, without a wildcard',
  ),
);

const glob = v.pipe(
  text,
  v.check((value) => !isTakenBack(value), NOT_TAKEN_BACK),
);

const globs = (what: string, example: string[]) =>
  v.pipe(v.array(glob, 'expected a list of texts'), v.description(what), v.examples([example]));

const gatewayText = v.pipe(
  text,
  v.check(
    (value) => hostOf(value) !== null,
    'expected a host such as "api.starrise.ai" or a URL such as "https://api.starrise.ai", without a wildcard',
  ),
);

/** What linting and attribution take of it. */
const gatewayHost = v.pipe(
  gatewayText,
  v.transform((value) => hostOf(value) ?? ''),
);

/** What a request needs as well: whether it goes over TLS, and below which path. */
const gatewayAddress = v.pipe(
  gatewayText,
  v.transform((address) => ({ host: hostOf(address) ?? '', address })),
);

const gatewaysOf = <Each extends typeof gatewayHost | typeof gatewayAddress>(each: Each) =>
  v.pipe(
    v.array(each, 'expected a list of hosts'),
    v.minLength(1, 'expected at least one host'),
    v.description(
      'Hosts (or base URLs) of the gateways you work with. A key beside one of them is known to be theirs.',
    ),
    v.examples([['llm.example.com', 'https://gateway.example.com:8443']]),
  );

const date = v.pipe(
  v.string('expected a date such as "2027-01-31"'),
  v.isoDate('expected a date such as "2027-01-31"'),
  v.check(isDay, 'expected a day that exists, such as "2027-01-31"'),
);

const suppressionEntries = {
  fingerprint: v.exactOptional(
    v.pipe(
      v.string('expected a fingerprint as reports show it'),
      v.regex(
        /^(?:hmac-)?[0-9a-f]{32}$/,
        'expected a fingerprint as reports show it: 32 hexadecimal digits, in lower case',
      ),
      v.description('The key whose findings are accepted, as reports show it.'),
      v.examples(['0123456789abcdef0123456789abcdef']),
    ),
  ),
  path: v.exactOptional(
    v.pipe(glob, v.description('A glob, relative to this file, of the paths whose findings are accepted.')),
  ),
  rule: v.exactOptional(
    v.pipe(
      v.picklist(RULE_IDS, `expected one of ${RULE_IDS.join(', ')}`),
      v.description('Only findings of this rule.'),
    ),
  ),
  reason: v.pipe(text, v.description('Why this is accepted, for whoever reads it next.')),
  expires: v.exactOptional(v.pipe(date, v.description('The last day on which this holds, YYYY-MM-DD.'))),
};

const suppression = v.pipe(
  v.strictObject(suppressionEntries, 'expected an object with a reason and a fingerprint or a path'),
  v.check(
    (value) => value.fingerprint !== undefined || value.path !== undefined,
    'expected a "fingerprint" or a "path": without either it would accept everything',
  ),
);

const SIZE_EXPECTED = 'expected a number of bytes or a size such as "10MB"';

const size = v.pipe(
  v.union(
    [
      v.pipe(v.number(), v.integer(SIZE_EXPECTED), v.minValue(1, SIZE_EXPECTED)),
      v.pipe(v.string(), v.regex(/^\d+(?:\.\d+)?\s*[kKmMgG]?[bB]?$/, SIZE_EXPECTED)),
    ],
    SIZE_EXPECTED,
  ),
  v.description('Larger files are left out and named in the report: bytes, or a size such as "10MB".'),
  v.examples(['10MB']),
  v.transform((value) => (typeof value === 'number' ? value : (parseSize(value) ?? 0))),
);

const severity = v.picklist([...SEVERITIES, 'off'], 'expected "error", "warning" or "off"');

const schemaAddress = v.exactOptional(
  v.pipe(
    text,
    v.description('Address of this JSON Schema, for editors.'),
    v.examples(['./node_modules/eslint-plugin-starrise/schema/config.schema.json']),
  ),
);

/** The members of a repository's configuration; every one may be left out. */
export const configSchema = v.strictObject(
  {
    $schema: schemaAddress,
    gateways: v.exactOptional(gatewaysOf(gatewayHost)),
    variables: v.exactOptional(
      v.pipe(
        v.array(variable, 'expected a list of texts'),
        v.description('Names, beside the built-in ones, of variables that hold keys of your gateways.'),
        v.examples([['OUR_GATEWAY_KEY']]),
      ),
    ),
    dialect: v.exactOptional(
      v.pipe(
        v.picklist(DIALECTS, 'expected "new-api" or "one-api"'),
        v.description('Which contract the gateways speak; it decides what is a wrong header or path.'),
        v.examples(['one-api']),
      ),
    ),
    environmentVariable: v.exactOptional(
      v.pipe(
        v.string('expected the name of a variable'),
        v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of a variable: letters, digits and _'),
        v.description(
          'The variable that advice and editor suggestions tell people to read a key from, instead of the name that the file has for it, or the one of its issuer (`STARRISE_API_KEY` for the gateway).',
        ),
        v.examples(['OUR_GATEWAY_KEY']),
      ),
    ),
    include: v.exactOptional(globs('Only these paths: globs relative to this file.', ['src/**', 'deploy/**'])),
    exclude: v.exactOptional(
      globs('Not these paths: globs relative to this file. What is left out is counted in the report.', ['vendor/**']),
    ),
    maxSize: v.exactOptional(size),
    foreignSuppressions: v.exactOptional(
      v.pipe(
        v.boolean('expected true or false'),
        v.description(
          'Whether the tags of gitleaks, detect-secrets and secretlint suppress too, such as gitleaks:allow.',
        ),
        v.examples([false]),
      ),
    ),
    suppress: v.exactOptional(
      v.pipe(
        v.array(suppression, 'expected a list of suppressions'),
        v.description('Findings that are accepted.'),
        v.examples([[{ path: 'docs/**', reason: 'samples, deleted in 2024', expires: '2027-12-31' }]]),
      ),
    ),
    baseline: v.exactOptional(
      v.pipe(
        text,
        v.description('Path of the baseline file, relative to this file.'),
        v.examples(['.ci/accepted.json']),
      ),
    ),
    failOn: v.exactOptional(
      v.pipe(
        v.picklist(SEVERITIES, 'expected "error" or "warning"'),
        v.description('The least severity that makes starrise-scan end with status 1.'),
        v.examples(['warning']),
      ),
    ),
    rules: v.exactOptional(
      v.pipe(
        v.strictObject(
          Object.fromEntries(RULE_IDS.map((rule) => [rule, v.exactOptional(severity)])) as Record<
            (typeof RULE_IDS)[number],
            v.ExactOptionalSchema<typeof severity, undefined>
          >,
          'expected an object from rule to severity',
        ),
        v.description('Severities that differ from the default; "off" drops the findings of a rule.'),
        v.examples([{ 'base-url': 'off', 'no-hardcoded-key': 'warning' }]),
      ),
    ),
  },
  'expected an object',
);

/** The names of the members of the objects within the configuration, by the member that holds them. */
export const INNER_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  rules: RULE_IDS,
  suppress: Object.keys(suppressionEntries),
};

/** What the user's own file may hold: what is about the user and not about one repository. */
export const userConfigSchema = v.strictObject(
  { $schema: schemaAddress, gateways: v.exactOptional(gatewaysOf(gatewayAddress)) },
  'expected an object',
);

/** Whether `YYYY-MM-DD` is a day of the calendar: `Date` takes 31 February for 2 March. */
function isDay(value: string): boolean {
  return new Date(value).toISOString().startsWith(value);
}

/** The host, with a port if any, of a host name or an http(s) URL without credentials; else `null`. */
function hostOf(value: string): string | null {
  const address = value.includes('://') ? value : `https://${value}`;
  if (!URL.canParse(address)) return null;
  const { protocol, username, password, host } = new URL(address);
  if (!['http:', 'https:'].includes(protocol) || username !== '' || password !== '') return null;
  return host.includes('*') ? null : host.toLowerCase();
}
