/** Prints how each test ended under Jest, a line of JSON a test. A title says why it is skipped. */
export default class Reporter {
  onTestFileResult(_, { testResults }) {
    for (const { ancestorTitles, title, status, failureMessages } of testResults) {
      const [, name = title, skip = null] =
        status === "pending" ? /^(.*?) \((.*)\)$/.exec(title) : [];
      const titles = [...ancestorTitles, name];
      const error = failureMessages[0] ?? null;
      process.stdout.write(`${JSON.stringify({ titles, skip, error })}\n`);
    }
  }
}
