import type { TSESLint } from '@typescript-eslint/utils';
import { detectSettings } from '../src/config/config.js';
import { adviseKey, describeKey, variableFor } from '../src/detect/describe.js';
import { detectText, mayHoldKey, type Detection, type DetectSettings, type KeyMatch } from '../src/detect/index.js';
import type { SyntaxTree } from '../src/syntax/index.js';
import { isClientCode } from './utils/client-code.js';
import { keysNotAccepted } from './utils/accepted.js';
import { createRule, type RuleContext } from './utils/create-rule.js';
import { environmentReplacement } from './utils/environment.js';
import { reportMistakes } from './utils/mistakes.js';
import { onRoot } from './utils/on-root.js';
import { configFor } from './utils/settings.js';
import { syntaxTreeOf } from './utils/syntax-tree.js';

type MessageId = 'key' | 'keyInClient' | 'configuration' | 'useEnvironment';
type Options = readonly [{ readonly environmentVariable?: string }?];
type Context = RuleContext<MessageId, Options>;

export default createRule<MessageId, Options>({
  name: 'no-hardcoded-key',
  meta: {
    type: 'problem',
    docs: { description: 'disallow `sk-` keys of LLM gateways and their neighbours in files of any language' },
    hasSuggestions: true,
    languages: ['*'],
    messages: {
      key: '{{what}}. {{advice}}',
      keyInClient:
        '{{what}}. {{advice}} This file runs in the browser, where `import.meta.env` is public too: call the gateway from a server route that holds the key.',
      configuration: '{{mistake}}',
      useEnvironment: 'Read the key from `process.env.{{variable}}`.',
    },
    schema: [
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          environmentVariable: {
            type: 'string',
            pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
            description:
              'The variable that messages and suggestions tell people to read the key from. Default: `environmentVariable` of the shared settings, else the name that the file has for it, such as `OPENAI_API_KEY`, else the one that its issuer documents; of the gateway `STARRISE_API_KEY`.',
          },
        },
      },
    ],
    defaultOptions: [{}],
  },
  create(context) {
    return onRoot(() => {
      if (!mayHoldKey(context.sourceCode.text)) return;
      reportMistakes(
        context,
        () => {
          reportKeys(context);
        },
        { insists: true },
      );
    });
  },
});

function reportKeys(context: Context): void {
  const loaded = configFor(context);
  const { text } = context.sourceCode;
  const tree = syntaxTreeOf(context.sourceCode);
  const settings = detectSettings(loaded.config);
  const configured = context.options[0]?.environmentVariable ?? loaded.config.environmentVariable;
  const inClient = isClientCode(text);
  const matches = reportable(detectText(text, settings, tree));
  for (const match of keysNotAccepted(matches, 'no-hardcoded-key', context.physicalFilename, loaded)) {
    const variable = variableFor(match, configured);
    context.report({
      loc: { start: positionOf(context, match.start), end: positionOf(context, match.end) },
      messageId: inClient ? 'keyInClient' : 'key',
      data: {
        what: describeKey({ ...match, redacted: match.secret.redacted }),
        advice: adviseKey(match.issuer, variable),
      },
      suggest: inClient || !tree ? [] : suggestionsFor(text, tree, match, variable, settings),
    });
  }
}

/** ESLint carries its own directives out, and tells of those that are not needed: it must hear of the keys there. */
function reportable({ matches, suppressed }: Detection): KeyMatch[] {
  const byEslint = suppressed.filter(({ suppression }) => suppression.directive.startsWith('eslint-'));
  return [...matches, ...byEslint].sort((a, b) => a.start - b.start);
}

function suggestionsFor(
  text: string,
  tree: SyntaxTree,
  match: KeyMatch,
  variable: string,
  settings: DetectSettings,
): TSESLint.ReportSuggestionArray<MessageId> {
  const isKey = (piece: string): boolean =>
    detectText(piece, settings).matches.some(
      ({ start, end, encoding }) => start === 0 && end === piece.length && encoding === 'plain',
    );
  const replacement = environmentReplacement(text, tree, match, variable, isKey);
  if (replacement === null) return [];
  const { start, end } = replacement;
  return [
    {
      messageId: 'useEnvironment',
      data: { variable },
      fix: (fixer) => fixer.replaceTextRange([start, end], replacement.text),
    },
  ];
}

/** In the line and column numbering of the file's language. */
function positionOf({ sourceCode }: Context, offset: number): TSESLint.AST.SourceLocation['start'] {
  return sourceCode.getLocFromIndex(offset);
}
