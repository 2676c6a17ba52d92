// Writes docs/command-line.md: the help of every command, as the built command prints it; with --check only tells whether
// it is up to date.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const target = path.join(root, 'docs/command-line.md');

const main = helpOf([]);
const names = [...main.matchAll(/^ {2}starrise-scan ([a-z][a-z-]*)/gm)].map(([, name]) => name);
const page = `# Every command and option

What \`starrise-scan --help\` and \`starrise-scan COMMAND --help\` print; written by \`node scripts/command-line-page.js\`.
Formats of \`--format\`: [reports](reports.md). Status and configuration: [start](start.md), [configuration](configuration.md).

${[[], ...[...new Set(names)].map((name) => [name])].map(section).join('\n')}`;

if (!process.argv.includes('--check')) writeFileSync(target, page);
else if (readFileSync(target, 'utf8').replaceAll('\r\n', '\n') !== page) {
  console.error('docs/command-line.md is not what the command prints: run node scripts/command-line-page.js');
  process.exitCode = 1;
}

function section(command) {
  return `## ${['starrise-scan', ...command].join(' ')}\n\n\`\`\`text\n${helpOf(command).trimEnd()}\n\`\`\`\n`;
}

function helpOf(command) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'dist/cli.js'), ...command, '--help'],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`${command.join(' ')} --help: ${stderr}`);
  return stdout;
}
