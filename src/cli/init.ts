import { chmodSync, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { findConfig, CONFIG_FILE } from '../config/discovery.js';
import { UsageError } from '../errors.js';
import { repositoryFacts } from '../git/facts.js';
import { inert } from '../text/inert.js';
import { VERSION } from '../version.js';
import { writeAtomically } from './atomic-file.js';
import type { Run } from './command.js';
import type { Hook } from './init/choices.js';
import { ciStep } from './init/ci.js';
import { managerOf, PLAIN } from './init/managers.js';
import { type InitProject, lookAround, serverCall } from './init/project.js';
import { existingFile, type Step } from './init/step.js';

/**
 * Writes the hook that the repository's hook manager calls, and a configuration where there is none. What people wrote
 * stays: a line is added to it, or shown to be added by hand. Doing it again does nothing.
 */
export const run: Run = async ({ values }, io) => {
  const isDry = values['dry-run'] === true;
  const facts = await repositoryFacts(realpathSync.native(io.cwd));
  const project = lookAround(facts, realpathSync.native(io.cwd), realpathSync(process.argv[1] ?? ''));
  const say = (line: string): void => void io.stdout.write(`${line}\n`);

  const hooks = values.hook ?? (values.ci === undefined ? [project.isBare ? 'pre-receive' : 'pre-commit'] : []);
  const steps: Step[] = [];
  // Each is carried out before the next is thought of: both may be about one file.
  const take = (step: Step): void => {
    if (step.kind === 'write' && !isDry) carryOut(step);
    steps.push(step);
  };
  const then = new Set<string>();
  let needsProject = false;
  for (const hook of hooks) {
    const { manager, sign } = choose(hook, project);
    say(`${hook}: ${manager.name} (${inert(sign)})`);
    const step = manager.step(hook, hook === 'pre-receive' ? onServer(project) : project);
    take(step);
    needsProject ||= hook !== 'pre-receive' && !manager.installsUs;
    const next = manager.then(hook, project);
    if (next !== null && step.kind !== 'there') then.add(next);
  }
  for (const name of values.ci ?? []) take(ciStep(name, project));
  if (!project.isBare && !hooks.includes('pre-receive')) configStep(project).forEach(take);

  for (const step of steps) {
    for (const line of report(step, project, isDry)) say(line);
  }
  if (needsProject && project.installed === null) {
    then.add(
      'the project has not installed eslint-plugin-starrise: npm install --save-dev eslint-plugin-starrise, and init again',
    );
  }
  for (const line of then) say(`next: ${line}`);
  if (isDry) say('nothing was written (--dry-run)');
  // As a scan that could not read everything.
  return steps.some(({ kind }) => kind === 'tell') ? 3 : 0;
};

/** A server calls its hooks without any manager. */
function choose(hook: Hook, project: InitProject): ReturnType<typeof managerOf> {
  if (hook === 'pre-receive') return { manager: PLAIN, sign: 'on a server' };
  if (project.isBare) throw new UsageError(`${hook} is no hook of a bare repository: --hook pre-receive`);
  return managerOf(project);
}

/** The hook of a server calls the file that runs now: no project has installed it there. */
function onServer(project: InitProject): InitProject {
  const script = realpathSync(process.argv[1] ?? '');
  if (script.split(path.sep).includes('_npx')) {
    throw new UsageError(
      'npx throws its copy away: install the package for the server, npm install --global eslint-plugin-starrise',
    );
  }
  return { ...project, call: serverCall(script) };
}

function configStep(project: InitProject): Step[] {
  const found = findConfig(project.top);
  if (found !== null) return [];
  const file = path.join(project.top, CONFIG_FILE);
  // Refuses a link in its place.
  existingFile(file, project.top);
  const schema =
    project.installed === null
      ? `https://unpkg.com/eslint-plugin-starrise@${VERSION}/schema/config.schema.json`
      : `./${project.installed}/schema/config.schema.json`;
  const text = `${JSON.stringify({ $schema: schema }, null, 2)}\n`;
  return [{ kind: 'write', file, text, mode: 0o644, isNew: true }];
}

function carryOut({ file, text, mode, isNew }: Extract<Step, { kind: 'write' }>): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
  } catch (error) {
    throw new UsageError(
      `cannot make ${path.dirname(file)}: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`,
    );
  }
  writeAtomically(file, text, mode);
  // What others could run before, they still can, whatever this user's umask: git passes over a hook that it may not run.
  if (!isNew) chmodSync(file, mode);
}

function report(step: Step, { top, isBare }: InitProject, isDry: boolean): string[] {
  const way = path.relative(top, step.file);
  const shown = inert(isBare || way.startsWith('..') ? step.file : way);
  if (step.kind === 'there') return [`${shown}: calls starrise-scan already, left as it is`];
  if (step.kind === 'write') return [`${shown}: ${isDry ? 'would be ' : ''}${step.isNew ? 'written' : 'added to'}`];
  const { why, how, snippet } = step;
  return [`${shown}: left as it is, ${why}; ${how}:`, ...snippet.split('\n').map((line) => `    ${line}`)];
}
