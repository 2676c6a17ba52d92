import { createRequire } from 'node:module';

/**
 * Loads a package where it is needed first, in the middle of synchronous work. In the command, which is CommonJS, the build
 * puts the `require` of its own there: a thread starts sooner without Node's loader.
 */
export const requirePackage: NodeJS.Require = createRequire(import.meta.url);
