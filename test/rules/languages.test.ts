import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG, detectSettings } from '../../src/config/config.js';
import { describeKey } from '../../src/detect/describe.js';
import { detect } from '../../src/detect/index.js';
import { expandMarkers } from '../support/keys.js';
import { ESLINTS, eslintFor } from '../support/lint.js';
import { repositoryRoot } from '../support/run.js';

const FIXTURES = path.join(repositoryRoot, 'fixtures/languages');

const stories = readdirSync(FIXTURES).map((story) => {
  const [file = ''] = readdirSync(path.join(FIXTURES, story));
  return { story, file: path.join(FIXTURES, story, file) };
});

describe.each(ESLINTS)('%s', (_name, Class) => {
  const eslint = eslintFor(Class, { cwd: repositoryRoot });

  it.each(stories)('reports in $story what the scanner finds, where it finds it', async ({ file }) => {
    const text = expandMarkers(readFileSync(file, 'utf8'));
    const [result] = await eslint.lintText(text, { filePath: file });
    const { matches } = detect(Buffer.from(text), detectSettings(DEFAULT_CONFIG));
    expect(matches.length).toBeGreaterThan(0);
    const messages = result?.messages.filter(({ ruleId }) => ruleId === 'starrise/no-hardcoded-key');
    expect(
      messages?.map(({ line, column, endLine, endColumn, message }) => ({
        line,
        column,
        endLine,
        endColumn,
        key: message.split('. ')[0],
      })),
    ).toEqual(
      matches.map(({ line, column, endLine, endColumn, ...match }) => ({
        line,
        column,
        endLine,
        endColumn,
        key: describeKey({ ...match, redacted: match.secret.redacted }),
      })),
    );
  });
});
