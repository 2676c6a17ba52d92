import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where systems put a Chromium; `STARRISE_CHROMIUM` names another. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The program of an installed Chromium, `null` where there is none. */
export const chromiumProgram =
  process.env['STARRISE_CHROMIUM'] ?? PLACES.find((program) => existsSync(program)) ?? null;

export function launchChromium(): Promise<Browser> {
  // Without a sandbox, as the superuser of a container must; what it opens is ours.
  return chromium.launch({ executablePath: chromiumProgram ?? '', args: ['--no-sandbox', '--disable-gpu'] });
}
