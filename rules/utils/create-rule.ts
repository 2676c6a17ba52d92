import type { TSESLint } from '@typescript-eslint/utils';

const DOCS = 'https://github.com/starrise/eslint-plugin-starrise/blob/main/docs/rules';

export type RuleContext<MessageId extends string, Options extends readonly unknown[]> = Readonly<
  TSESLint.RuleContext<MessageId, Options>
>;

interface RuleParts<MessageId extends string, Options extends readonly unknown[]> {
  /** The rule's file name, which is its id. */
  readonly name: string;
  readonly meta: TSESLint.RuleMetaDataWithDocs<MessageId, unknown, Options>;
  readonly create: (context: RuleContext<MessageId, Options>) => TSESLint.RuleListener;
}

/**
 * Makes a rule whose documentation is where every rule's is. Ours, because the one of @typescript-eslint/utils would
 * make every user install TypeScript and its parser.
 */
export function createRule<MessageId extends string, Options extends readonly unknown[]>({
  name,
  meta,
  create,
}: RuleParts<MessageId, Options>): TSESLint.RuleModule<MessageId, Options> {
  return { meta: { ...meta, docs: { ...meta.docs, url: `${DOCS}/${name}.md` } }, create };
}
