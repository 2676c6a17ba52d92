import { describe, expect, it } from 'vitest';
import { revisionsOfHook } from '../../src/git/hook-input.js';

const [ONE, TWO, NONE] = ['1'.repeat(40), '2'.repeat(40), '0'.repeat(40)];
const nowhere = { remote: null, env: {} };

describe('the standard input of a hook', () => {
  it('of pre-push names what is pushed and what is there; what other branches of that remote have is known', () => {
    const input = `refs/heads/a ${ONE} refs/heads/a ${TWO}\n(delete) ${NONE} refs/heads/b ${TWO}\nHEAD~2 ${TWO} refs/heads/c ${NONE}\n`;
    expect(revisionsOfHook(input, nowhere)).toEqual({
      wanted: [ONE, TWO],
      known: [TWO, TWO],
      knownRefs: ['--remotes'],
      since: null,
    });
    expect(revisionsOfHook(input, { ...nowhere, remote: 'origin' })).toMatchObject({ knownRefs: ['--remotes=origin'] });
  });

  it('of a server names what is received; the references that it moves are not known, they may be moved already', () => {
    expect(revisionsOfHook(`${NONE} ${ONE} refs/heads/a\n${ONE} ${TWO} refs/tags/b\n`, nowhere)).toEqual({
      wanted: [ONE, TWO],
      known: [ONE],
      knownRefs: ['--exclude=refs/heads/a', '--exclude=refs/tags/b', '--all'],
      since: null,
    });
  });

  it('may be empty, or speak of deletions only: nothing is wanted then', () => {
    expect(revisionsOfHook('', nowhere)).toMatchObject({ wanted: [], known: [] });
    expect(revisionsOfHook(`(delete) ${NONE} refs/heads/a ${ONE}\n`, nowhere)).toMatchObject({ wanted: [] });
    expect(revisionsOfHook(`${ONE} ${NONE} refs/heads/a\n`, nowhere)).toMatchObject({ wanted: [] });
  });

  it('has been read by the pre-commit framework, whose variables say the same', () => {
    const env = {
      PRE_COMMIT: '1',
      PRE_COMMIT_FROM_REF: ONE,
      PRE_COMMIT_TO_REF: TWO,
      PRE_COMMIT_REMOTE_NAME: 'origin',
      PRE_COMMIT_LOCAL_BRANCH: 'refs/heads/a',
    };
    const pushed = { wanted: [TWO], known: [ONE], knownRefs: ['--remotes=origin'], since: null };
    expect(revisionsOfHook('', { remote: null, env })).toEqual(pushed);
    const ofRoot = { ...env, PRE_COMMIT_FROM_REF: undefined, PRE_COMMIT_TO_REF: undefined };
    expect(revisionsOfHook('', { remote: null, env: ofRoot })).toEqual({
      ...pushed,
      wanted: ['refs/heads/a'],
      known: [],
    });
    expect(() => revisionsOfHook('', { remote: null, env: { PRE_COMMIT: '1' } })).toThrow('stages: [pre-push]');
  });

  it.each(['nonsense', `${ONE} ${TWO}`, `refs/heads/a ${ONE} refs/heads/a main`])('is a mistake as %s', (line) => {
    expect(() => revisionsOfHook(line, nowhere)).toThrow('expected the lines git gives');
  });
});
