import { run } from './run.js';

/**
 * Whether a program that a test needs is here. On CI it must be (`.ci/run` installs it): there the tests run and fail
 * without it. Elsewhere they are skipped, by name.
 */
export function hasProgram(name: string): boolean {
  if (process.env['CI'] !== undefined) return true;
  try {
    return run(name, ['--version']).status === 0;
  } catch {
    return false;
  }
}

/** A Python that has a module, as {@link hasProgram} has a program. */
export function pythonWith(module: string): string | null {
  const here = ['python3', '/usr/bin/python3'].find((name) => {
    try {
      return run(name, ['-c', `import ${module}`]).status === 0;
    } catch {
      return false;
    }
  });
  return here ?? (process.env['CI'] === undefined ? null : 'python3');
}
