// For `node --require`: prints the peak of the resident set, in bytes, when the process ends.
const { readFileSync, writeSync } = require('node:fs');

process.on('exit', () => writeSync(1, String(peak())));

/** On Linux `maxRSS` counts the parent too, as large as it was at the fork; the kernel's own mark begins with the program. */
function peak() {
  try {
    return 1024 * Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return 1024 * process.resourceUsage().maxRSS;
  }
}
