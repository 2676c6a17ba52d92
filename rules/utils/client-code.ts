const USE_CLIENT = /^\s*(?:\/\*[\s\S]*?\*\/\s*|\/\/[^\n]*\n\s*)*(['"])use client\1/;

/** Whether a script says of itself that it runs in a browser: React's directive, or the variables that bundlers inline. */
export function isClientCode(text: string): boolean {
  return USE_CLIENT.test(text) || text.includes('import.meta.env');
}
