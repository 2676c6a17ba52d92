import { directiveOf } from '../../src/client/index.js';

/** Whether a script says of itself that it runs in a browser: React's directive, or the variables that bundlers inline. */
export function isClientCode(text: string): boolean {
  return directiveOf(text) === 'use client' || text.includes('import.meta.env');
}
