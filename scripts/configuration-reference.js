// The members of the configuration as a page shows them, from the JSON Schema and the defaults.

const BEGIN = '<!-- begin generated reference: node scripts/schemas.js -->';
const END = '<!-- end generated reference -->';

/** `page` with `reference` between its two marks. */
export function withReference(page, reference) {
  const [before, , after] = page.split(new RegExp(`(${BEGIN}[^]*?${END})`));
  if (after === undefined) throw new Error(`docs/configuration.md has lost its marks: ${BEGIN} and ${END}`);
  return `${before}${BEGIN}\n\n${reference}\n${END}${after}`;
}

/** A section for each member: what it is for, its type, its default, an example. */
export function configurationReference({ properties }, defaults) {
  return Object.entries(properties)
    .map(([name, schema]) => {
      const [example] = schema.examples ?? [];
      if (schema.description === undefined || example === undefined) {
        throw new Error(`src/config/schema.ts: ${name} needs a description and an example`);
      }
      return [
        `### \`${name}\``,
        schema.description,
        [
          `- Type: ${typeOf(schema)}`,
          `- Default: ${defaultOf(name, defaults[name])}`,
          `- Example: \`"${name}": ${spaced(example)}\``,
        ].join('\n'),
        membersOf(schema),
      ]
        .filter((part) => part !== '')
        .join('\n\n');
    })
    .join('\n\n');
}

/** The members of the objects that a member holds. */
function membersOf({ items, properties = items?.properties, required = items?.required ?? [] }) {
  const members = Object.entries(properties ?? {});
  if (members.length === 0) return '';
  const rows = members.map(([name, schema]) => {
    const need = items === undefined ? [] : [required.includes(name) ? 'required' : ''];
    return `| ${[`\`${name}\``, typeOf(schema), ...need, schema.description ?? ''].join(' | ')} |`;
  });
  const heads = ['Member', 'Type', ...(items === undefined ? [] : ['']), 'What'];
  return [`| ${heads.join(' | ')} |`, `|${heads.map(() => ' --- |').join('')}`, ...rows].join('\n');
}

function typeOf({ type, enum: values, anyOf, items, minItems }) {
  if (values !== undefined) return values.map((value) => `\`"${value}"\``).join(' or ');
  if (anyOf !== undefined) return anyOf.map(typeOf).join(' or ');
  if (type === 'array')
    return `list of ${items.type === 'object' ? 'objects' : 'texts'}${minItems ? ', at least one' : ''}`;
  return { string: 'text', integer: 'number', boolean: '`true` or `false`', object: 'object' }[type];
}

function defaultOf(name, value) {
  // DEFAULT_MAX_SIZE of src/sources/source.ts.
  if (name === 'maxSize') return '`"100MB"`';
  if (value === undefined || value === null) return 'none';
  return `\`${spaced(value)}\``;
}

/** JSON in a line, with the spaces that people write. */
function spaced(value) {
  return JSON.stringify(value, null, 1)
    .replace(/\n\s*/g, ' ')
    .replace(/^\[ | \]$/g, (edge) => edge.trim());
}
