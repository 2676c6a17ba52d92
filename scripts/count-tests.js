// Prints `PASSED FAILED` for vitest's JSON report (argument 1) and exit status (argument 2), says on standard error what
// did not pass, and lets nothing count as passed by not running: a file that does not load and a skipped test are failures.
import { readFileSync } from 'node:fs';

const [file, status] = process.argv.slice(2);
const { passed, failures } = read(file);
// A run that failed as a whole, such as an error outside any test.
if (failures.length === 0 && (status !== '0' || passed === 0)) failures.push(`vitest ended with status ${status}`);
for (const failure of failures) console.error(`FAILED: ${failure}`);
console.log(`${passed} ${failures.length}`);

function read(report) {
  let results;
  try {
    results = JSON.parse(readFileSync(report, 'utf8')).testResults;
  } catch (error) {
    return { passed: 0, failures: [`no report of the tests: ${error.message}`] };
  }
  const tests = results.flatMap((suite) => suite.assertionResults);
  const unloaded = results.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0);
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    failures: [
      ...unloaded.map((suite) => `${suite.name}: ${suite.message}`),
      ...tests.filter((test) => test.status !== 'passed').map((test) => `${test.fullName} (${test.status})`),
    ],
  };
}
