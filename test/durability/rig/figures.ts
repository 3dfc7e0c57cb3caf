/** Prints a figure where somebody waits for it: with `npm run test:endurance`. */
export function tell(figure: string): void {
  if (isEndurance) console.log(figure);
}

/** Whether the tests may take their time. */
export const isEndurance = process.env.ENDURANCE !== undefined;
