import path from 'node:path';
import { findClientProblems } from '../src/client/index.js';
import { createRule } from './utils/create-rule.js';
import { MESSAGES, reportProblems, unaccepted, type MessageId } from './utils/problems.js';
import { syntaxTreeOf } from './utils/syntax-tree.js';

export default createRule<MessageId, []>({
  name: 'no-client-key',
  meta: {
    type: 'problem',
    docs: { description: 'disallow keys where builds and frameworks hand them to browsers' },
    // eslint-disable-next-line eslint-plugin/require-meta-has-suggestions -- utils/problems.ts makes them
    hasSuggestions: true,
    messages: MESSAGES,
    schema: [],
    languages: ['*'],
  },
  create(context) {
    return reportProblems(context, () => {
      const { sourceCode, physicalFilename, cwd } = context;
      const file = path.resolve(cwd, physicalFilename);
      const syntax = syntaxTreeOf(sourceCode);
      return unaccepted(findClientProblems(file, sourceCode.text, syntax && { syntax }).problems, context);
    });
  },
});
