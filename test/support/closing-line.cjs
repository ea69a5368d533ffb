const { writeFileSync } = require('node:fs');

/**
 * Counts the tests: 'N passed, N failed, N skipped'. `npm test` asks for the counts in a file, adds its other steps
 * and prints the line itself.
 */
module.exports = class ClosingLine {
  onRunComplete(_contexts, results) {
    const counts = {
      passed: results.numPassedTests,
      // A suite that could not even load ran no test, but it failed all the same.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    const file = process.env.JUPITER_TEST_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(counts));
    else process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  }
};
