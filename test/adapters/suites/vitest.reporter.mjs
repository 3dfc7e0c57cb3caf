/** Prints how each test ended under vitest, a line of JSON a test. */
export default class Reporter {
  onTestCaseResult(testCase) {
    const { state, errors = [], note } = testCase.result();
    const skip = state === "skipped" ? note : null;
    const error = errors.map(({ message }) => message)[0] ?? null;
    process.stdout.write(`${JSON.stringify({ titles: titlesOf(testCase), skip, error })}\n`);
  }
}

function titlesOf({ name, parent }) {
  return parent.type === "module" ? [name] : [...titlesOf(parent), name];
}
