import { createRule } from './utils/create-rule.js';
import { MESSAGES, requestProblems, type MessageId } from './utils/requests.js';

export default createRule<MessageId, []>({
  name: 'base-url',
  meta: {
    type: 'problem',
    docs: { description: 'enforce base URLs from which each SDK reaches the gateway' },
    // eslint-disable-next-line eslint-plugin/require-meta-has-suggestions -- utils/requests.ts makes them
    hasSuggestions: true,
    messages: MESSAGES,
    schema: [],
    languages: ['*'],
  },
  create(context) {
    return requestProblems('base-url', context);
  },
});
