import { homedir, userInfo } from 'node:os';
import path from 'node:path';

/**
 * The home folder of the user, absolute whatever the environment says. An empty or relative `HOME` would make it a folder of
 * what is scanned, and its author would then say what the user's own file says: where keys may be sent.
 */
export function homeFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const candidates = [environment['HOME'], homedir()];
  const absolute = candidates.find((folder) => folder !== undefined && path.isAbsolute(folder));
  return absolute ?? ofAccount() ?? path.parse(process.cwd()).root;
}

/** As the system knows it; `null` for a user that it does not know, as in containers. */
function ofAccount(): string | null {
  try {
    const folder = userInfo().homedir;
    return path.isAbsolute(folder) ? folder : null;
  } catch {
    return null;
  }
}

/** A folder that a variable names; `null` where it is relative, which is passed over, as the XDG specification has it. */
export function folderNamedBy(value: string | undefined): string | null {
  return value !== undefined && path.isAbsolute(value) ? value : null;
}
