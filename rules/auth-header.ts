import { createRule } from './utils/create-rule.js';
import { MESSAGES, requestProblems, type MessageId } from './utils/requests.js';

export default createRule<MessageId, []>({
  name: 'auth-header',
  meta: {
    type: 'problem',
    docs: { description: 'enforce the credential that each endpoint of the gateway takes' },
    fixable: 'code',
    // eslint-disable-next-line eslint-plugin/require-meta-has-suggestions -- utils/requests.ts makes them
    hasSuggestions: true,
    messages: MESSAGES,
    schema: [],
    languages: ['*'],
  },
  create(context) {
    return requestProblems('auth-header', context);
  },
});
