import { deepHistory } from '../histories.js';

export const about = 'a history again, with nothing new, beside the first time';
export const formula = 'again / first';
export const bar = 0.1;
export const ratio = ({ again, first }) => again / first;

export function prepare({ history }) {
  const { size, scan, cleanUp } = deepHistory(history);
  // The round that is not counted fills the cache.
  return { what: `history of ${size}`, contenders: { first: scan('--no-cache'), again: scan() }, cleanUp };
}
