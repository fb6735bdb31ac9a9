/** Mocha's spec reporter, which besides writes the outcome of every test to the file that TEST_OUTCOMES names. */
const { writeFileSync } = require('node:fs');
const { Runner, reporters } = require('mocha');

module.exports = class OutcomesReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const tests = [];
    runner.on(Runner.constants.EVENT_TEST_PASS, (test) =>
      tests.push({ title: test.fullTitle(), passed: true }),
    );
    // Failed hooks arrive here as well.
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) =>
      tests.push({ title: test.fullTitle(), passed: false, reason: String(error?.stack ?? error) }),
    );
    runner.on(Runner.constants.EVENT_RUN_END, () => {
      writeFileSync(process.env.TEST_OUTCOMES, JSON.stringify(tests));
    });
  }
};
