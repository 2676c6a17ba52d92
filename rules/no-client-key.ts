import path from 'node:path';
import { findClientProblems } from '../src/client/index.js';
import { createRule } from './utils/create-rule.js';
import { onRoot } from './utils/on-root.js';
import { syntaxTreeOf } from './utils/syntax-tree.js';

export default createRule<'problem', []>({
  name: 'no-client-key',
  meta: {
    type: 'problem',
    docs: { description: 'disallow keys where builds and frameworks hand them to browsers' },
    messages: { problem: '{{message}}. {{correction}}.' },
    schema: [],
    languages: ['*'],
  },
  create(context) {
    return onRoot(() => {
      const { sourceCode, physicalFilename } = context;
      const file = path.resolve(context.cwd, physicalFilename);
      for (const { message, correction, start, end } of findClientProblems(
        file,
        sourceCode.text,
        syntaxTreeOf(sourceCode),
      )) {
        context.report({
          loc: { start: sourceCode.getLocFromIndex(start), end: sourceCode.getLocFromIndex(end) },
          messageId: 'problem',
          data: { message, correction },
        });
      }
    });
  },
});
