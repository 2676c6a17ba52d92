import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { repositoryRoot, run } from '../support/run.js';

it('are what the sources say', () => {
  const { status, stderr } = run(process.execPath, ['scripts/schemas.js', '--check'], { cwd: repositoryRoot });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

describe('the configuration schema, for editors', () => {
  const ajv = new Ajv({ allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(
    JSON.parse(readFileSync(path.join(repositoryRoot, 'schema/config.schema.json'), 'utf8')) as object,
  );

  it.each([
    [
      { gateways: ['llm.example'], suppress: [{ path: 'a', reason: 'b', expires: '2027-01-31' }], maxSize: '10MB' },
      true,
    ],
    [{ maxSize: 1000, rules: { 'base-url': 'off' } }, true],
    [{ gateway: [] }, false],
    [{ suppress: [{ path: 'a' }] }, false],
    [{ suppress: [{ path: 'a', reason: 'b', expires: 'soon' }] }, false],
    [{ rules: { 'base-url': 'never' } }, false],
  ])('%j is valid: %s', (config, valid) => {
    expect(validate(config)).toBe(valid);
  });
});
