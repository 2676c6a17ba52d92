// For `node --require`: prints the peak of the resident set, in bytes, when the process ends.
process.on('exit', () => require('node:fs').writeSync(1, String(process.resourceUsage().maxRSS * 1024)));
