// Is the lock file whole? npm leaves out the builds for other systems when it makes one from what is installed here, or when
// the registry lacks them; `npm ci` then refuses it on a clean machine only.
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const missing = Object.entries(packages).flatMap(([where, { optionalDependencies = {} }]) =>
  Object.keys(optionalDependencies)
    .filter((name) => !isLocked(name, where))
    .map((name) => `${where} wants ${name}`),
);
if (missing.length > 0) {
  console.error(`package-lock.json lacks optional packages, so npm ci will refuse it:\n  ${missing.join('\n  ')}`);
  console.error('Make it where no node_modules is, or take a version whose optional packages are all in the registry.');
  process.exitCode = 1;
}

/** Whether `name` is locked where the package at `where` would look for it: in its own node_modules, or one further up. */
function isLocked(name, where) {
  const folder = where === '' ? '' : `${where}/`;
  if (`${folder}node_modules/${name}` in packages) return true;
  return where !== '' && isLocked(name, where.slice(0, Math.max(0, where.lastIndexOf('/node_modules/'))));
}
