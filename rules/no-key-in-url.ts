import { createRule } from './utils/create-rule.js';
import { MESSAGES, requestProblems, type MessageId } from './utils/requests.js';

export default createRule<MessageId, []>({
  name: 'no-key-in-url',
  meta: {
    type: 'problem',
    docs: { description: 'disallow keys in the addresses of requests and links' },
    messages: MESSAGES,
    schema: [],
    languages: ['*'],
  },
  create(context) {
    return requestProblems('no-key-in-url', context);
  },
});
