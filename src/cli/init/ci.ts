import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../errors.js';
import type { Service } from './choices.js';
import type { InitProject } from './project.js';
import { callsUs, existingFile, type Step } from './step.js';

/** Where each service looks for its pipeline; the files are in `ci/` of the package, as docs/ci.md explains them. */
const PIPELINES: Readonly<Record<Service, { readonly file: string; readonly template: string }>> = {
  github: { file: '.github/workflows/starrise.yml', template: 'github.yml' },
  gitlab: { file: '.gitlab-ci.yml', template: 'gitlab.yml' },
  jenkins: { file: 'Jenkinsfile', template: 'Jenkinsfile' },
  azure: { file: 'azure-pipelines.yml', template: 'azure.yml' },
  bitbucket: { file: 'bitbucket-pipelines.yml', template: 'bitbucket.yml' },
  circleci: { file: '.circleci/config.yml', template: 'circleci.yml' },
};

/** Writes the pipeline where there is none; an existing one is somebody's, and shown what to add. */
export function ciStep(service: Service, { top, isBare }: InitProject): Step {
  if (isBare) throw new UsageError('--ci writes into a work tree, and this repository is bare');
  const { file: name, template } = PIPELINES[service];
  const file = path.join(top, name);
  const text = readFileSync(path.join(packageFolder(), 'ci', template), 'utf8');
  const existing = existingFile(file, top);
  if (existing === null) return { kind: 'write', file, text, mode: 0o644, isNew: true };
  if (callsUs(existing.text)) return { kind: 'there', file };
  return { kind: 'tell', file, why: 'it is a pipeline of your own', how: 'add this', snippet: text.trimEnd() };
}

/** The folder of our package: above `dist`, wherever in it this code was bundled. */
function packageFolder(): string {
  const here = fileURLToPath(import.meta.url);
  return here.slice(0, here.lastIndexOf(`${path.sep}dist${path.sep}`));
}
