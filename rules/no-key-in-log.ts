import { createRule } from './utils/create-rule.js';
import { MESSAGES, requestProblems, type MessageId } from './utils/requests.js';

export default createRule<MessageId, []>({
  name: 'no-key-in-log',
  meta: {
    type: 'problem',
    docs: { description: 'disallow keys in logs, error messages and printed requests' },
    messages: MESSAGES,
    schema: [],
    languages: ['*'],
  },
  create(context) {
    return requestProblems('no-key-in-log', context);
  },
});
