import path from 'node:path';
import { type SimpleGit, simpleGit } from 'simple-git';
import { UsageError } from '../errors.js';
import { CONFIGURATION, hardenedEnvironment } from './environment.js';
import { complaintIn } from './git.js';
import { gitProgram } from './program.js';
import { isBare } from './repository.js';

/** What `init` asks about a repository. */
export interface RepositoryFacts {
  /** The top of the work tree; of a bare repository its own folder. Absolute. */
  readonly top: string;
  readonly isBare: boolean;
  /** Where git looks for hooks: `core.hooksPath`, or `hooks` of the repository. Absolute. */
  readonly hooksFolder: string;
  /** Whether `core.hooksPath` says so. */
  readonly isHooksFolderSet: boolean;
  /** The hosts of the remotes, such as `github.com`. Nothing else of their URLs: those may hold a password. */
  readonly hosts: readonly string[];
}

/**
 * Short questions about a repository, through simple-git. It is loaded by `init` alone: it buffers what git says, costs a
 * hook 20 ms, and by itself drops GIT_DIR, GIT_INDEX_FILE and their like, which say what a hook is about.
 */
export async function repositoryFacts(folder: string): Promise<RepositoryFacts> {
  const git = hardened(folder);
  const ask = async (...args: readonly string[]): Promise<string> => {
    try {
      return await git.raw([...args]);
    } catch (error) {
      throw new UsageError(`git ${args[0] ?? ''}: ${complaintIn((error as Error).message)}`);
    }
  };
  // `config` ends with status 1 where there is no such setting, which simple-git passes over.
  const [bare, gitDir = '', hooks = ''] = (
    await ask('rev-parse', '--is-bare-repository', '--absolute-git-dir', '--git-path', 'hooks')
  ).split(/\r?\n/);
  const hooksPath = await ask('config', '--get', 'core.hooksPath');
  const remotes = await ask('config', '--get-regexp', '^remote\\..*\\.url$');
  const top = bare === 'true' ? gitDir : await ask('rev-parse', '--show-toplevel');
  return {
    top: path.resolve(top),
    isBare: bare === 'true',
    hooksFolder: path.resolve(folder, hooks),
    isHooksFolderSet: hooksPath !== '',
    hosts: [...new Set(remotes.split('\n').flatMap((line) => hostOf(line.slice(line.indexOf(' ') + 1)) ?? []))],
  };
}

/**
 * What simple-git would refuse to start git with: settings and programs in the variables of the user, who may have them,
 * and ours, which start nothing. A repository has no say in variables, and what we ask starts no program.
 */
const USERS_OWN = [
  'Alias',
  'AskPass',
  'ConfigEnvCount',
  'ConfigPaths',
  'CredentialHelper',
  'Editor',
  'Exec',
  'FsMonitor',
  'GpgProgram',
  'HooksPath',
  'Include',
  'Pager',
  'ProtocolOverride',
  'SshCommand',
  'TemplateDir',
  'UrlRewrite',
].map((name) => `allowUnsafe${name}`);

/** simple-git, as hardened as {@link Git}; but where hooks are is asked here, so `core.hooksPath` is left as it is. */
function hardened(folder: string): SimpleGit {
  // A bare repository is used where the user stands in it, and not where one turns up around or below.
  const inherited: NodeJS.ProcessEnv = {
    ...hardenedEnvironment('ambient'),
    ...(isBare(folder) && { GIT_DIR: folder }),
  };
  const environment = Object.fromEntries(
    Object.entries(inherited).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
  return simpleGit({
    baseDir: folder,
    binary: gitProgram(),
    trimmed: true,
    config: CONFIGURATION.filter(([name]) => name !== 'core.hooksPath').map(([name, value]) => `${name}=${value}`),
    // All of it is passed on knowingly: what starts programs is not in it any more.
    allowEnvironment: Object.keys(environment),
    unsafe: { allowUnsafeCustomBinary: true, ...Object.fromEntries(USERS_OWN.map((name) => [name, true])) },
  }).env(environment);
}

/** Of `https://user:password@host/path`, `ssh://git@host/path` and `git@host:path`. */
function hostOf(url: string): string | null {
  return /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([\w.-]+)[:/]/i.exec(url)?.[1]?.toLowerCase() ?? null;
}
