/**
 * Tells whether a test may not be skipped for want of a service or a program. The gate names, in
 * `REQUIRED_SERVICES`, those that it has seen to.
 */
export function isRequired(name: string): boolean {
  return (process.env.REQUIRED_SERVICES ?? "").split(",").includes(name);
}
