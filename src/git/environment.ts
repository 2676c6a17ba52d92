import { devNull } from 'node:os';

/** Settings that win over every configuration file, so that a hostile repository starts no program and git writes nothing. */
export const CONFIGURATION: readonly (readonly [name: string, value: string, why: string])[] = [
  ['core.fsmonitor', 'false', 'a program, run whenever the index is read'],
  ['core.hooksPath', devNull, 'programs, run on index and reference changes'],
  ['core.alternateRefsCommand', '', 'a program, run to list the references of an alternate'],
  ['core.untrackedCache', 'false', 'the index could name folders as clean that are not'],
  ['log.showSignature', 'false', 'runs gpg.program'],
  ['protocol.allow', 'never', 'fetching absent objects runs core.sshCommand and remote.*.uploadpack'],
  ['safe.bareRepository', 'explicit', 'a bare repository among the files would bring its own configuration'],
];

/** As {@link CONFIGURATION}, for what only variables decide. */
const VARIABLES: Readonly<Record<string, string>> = {
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  // Set but empty: git then looks for no other program to ask with.
  GIT_ASKPASS: '',
  // Messages are shown to people and matched by us: one language.
  LC_ALL: 'C',
  LANGUAGE: 'C',
};

/** Variables that start programs, change output or change what a path means. */
const UNWANTED =
  /^(?:GIT_TRACE.*|GIT_PAGER|PAGER|GIT_EDITOR|GIT_EXTERNAL_DIFF|GIT_DIFF_OPTS|GIT_SSH|GIT_SSH_COMMAND|GIT_PROXY_COMMAND|GIT_ATTR_SOURCE|GIT_(?:LITERAL|GLOB|NOGLOB|ICASE)_PATHSPECS)$/;

/** Variables that say which repository is meant: git sets them for its hooks. From `git rev-parse --local-env-vars`. */
const OF_ONE_REPOSITORY = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_QUARANTINE_PATH',
  'GIT_COMMON_DIR',
  'GIT_PREFIX',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_GRAFT_FILE',
  'GIT_SHALLOW_FILE',
];

/**
 * Which repository git works on. `ambient`: the one the environment names (inside a hook), else the one around the
 * folder. `discovered`: the one around the folder, whatever the environment says.
 */
export type RepositoryChoice = 'ambient' | 'discovered';

/** What goes between `git` and the subcommand. */
export const HARDENED_ARGUMENTS: readonly string[] = [
  '--no-pager',
  ...CONFIGURATION.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];

/** The variables git is run with: those of this process, hardened. */
export function hardenedEnvironment(
  choice: RepositoryChoice,
  inherited: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const dropped = new Set(choice === 'discovered' ? OF_ONE_REPOSITORY : []);
  const kept = Object.entries(inherited).filter(([name]) => !UNWANTED.test(name) && !dropped.has(name));
  return { ...Object.fromEntries(kept), ...VARIABLES };
}
