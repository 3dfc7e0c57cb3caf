/** Prints how each test ended under node:test, a line of JSON a test. */
export default async function* report(events) {
  const titles = [];
  for await (const { type, data } of events) {
    if (type === "test:start") titles.splice(data.nesting, Number.POSITIVE_INFINITY, data.name);
    const hasEnded = type === "test:pass" || type === "test:fail";
    if (!hasEnded || data.details.type === "suite") continue;
    const { cause } = data.details.error ?? {};
    const { skip = null } = data;
    yield `${JSON.stringify({ titles, skip, error: cause?.message ?? cause ?? null })}\n`;
  }
}
