/** What may stand before the name of a variable. */
const SCOPE = '(?:(?:env|script|global|local|private|using):)?';
export const VARIABLE = new RegExp(String.raw`\$(?:${SCOPE}([A-Za-z_]\w*)|\{${SCOPE}([^{}:\n]{1,100})\})`, 'iy');
/** A run of characters that mean nothing of their own. */
export const BARE = /[^\s'"`$;|(){},&<>]+/y;
/** What is set: a variable, or with `[…]`, `.name` a member of one. */
export const ASSIGNED = new RegExp(
  String.raw`(?:\[[\w.]{1,100}(?:\[\])?\][ \t]*){0,3}\$${SCOPE}([A-Za-z_]\w*)(?:\.(?:'([^'\n]+)'|([A-Za-z_]\w*))|\[\s*(?:'([^'\n]+)'|"([^"$\x60\n]+)"|([^\]\n]{1,100}))\s*\])?[ \t]*(\+?)=(?!=)`,
  'iy',
);
/** A member that is set, or taken away, by a call. */
export const ADDED = new RegExp(String.raw`(?:\[void\][ \t]*)?\$${SCOPE}([A-Za-z_]\w*)\.(Add|Remove|Clear)\(`, 'iy');
/** What is set in a table that a table holds: `$p.Headers.Authorization = …`, `$p.Headers.Add(…)`. */
export const SET_WITHIN = new RegExp(
  String.raw`(?:\[void\][ \t]*)?\$${SCOPE}([A-Za-z_]\w*)(?:\.[A-Za-z_]\w*|\[[^\]\n]{1,100}\]){1,5}(?:\.(?:Add|Remove|Clear)\(|(?:\.[A-Za-z_]\w*|\[[^\]\n]{1,100}\])[ \t]*\+?=(?!=))`,
  'iy',
);
