import prettier from 'prettier';

/** @type {import('eslint-doc-generator').GenerateOptions} */
export default {
  pathRuleDoc: 'docs/rules/{name}.md',
  pathRuleList: ['README.md'],
  ruleDocSectionInclude: ['When not to use it'],
  configEmoji: [['text', '📄']],
  // The formatter has the last word on every Markdown file.
  postprocess: async (content, path) => {
    const options = await prettier.resolveConfig(path);
    return prettier.format(content, { ...options, filepath: path });
  },
};
