import { type Contender, NotMeasured, type Subject } from "./contenders/contender.js";
import { CONTENDERS } from "./contenders/index.js";
import { type Effort, type Measurement, sideBySide } from "./measure.js";
import { OPERATIONS, type Operation } from "./operations.js";
import type { Cell, Result, Results } from "./results.js";

/** How much to measure. */
export interface Extent {
  /** The numbers of tokens, the smallest first. */
  readonly sizes: readonly number[];
  readonly effort: Effort;
}

/** Is told the results of an operation at one number of tokens, as soon as they are there. */
export type OnResults = (results: readonly Result[]) => void;

/** Measures every contender with every operation. */
export async function runAll({ sizes, effort }: Extent, onResults: OnResults): Promise<Results> {
  const results: Result[] = [];
  for (const tokens of sizes) {
    const field = await Field.open(tokens);
    try {
      for (const operation of OPERATIONS) {
        const found = await field.measure(operation, effort, results);
        results.push(...found);
        onResults(found);
      }
    } finally {
      await field.close();
    }
  }
  const operations = OPERATIONS.map(({ title }) => title);
  return { sizes, operations, contenders: CONTENDERS, results };
}

/** All contenders with the same number of tokens. */
class Field {
  readonly #tokens: number;
  readonly #subjects = new Map<Contender, Subject>();

  /** What is known already of those that are not opened. */
  readonly #absent = new Map<Contender, Cell>();

  private constructor(tokens: number) {
    this.#tokens = tokens;
  }

  static async open(tokens: number): Promise<Field> {
    const field = new Field(tokens);
    for (const contender of CONTENDERS) await field.#enter(contender);
    return field;
  }

  /** @param before - The results so far: they tell what will be too slow. */
  async measure(
    operation: Operation,
    effort: Effort,
    before: readonly Result[],
  ): Promise<Result[]> {
    const entrants = Array.from(this.#subjects, ([{ name }, subject]) => ({
      name,
      round: async (calls: number) =>
        (await operation.run(subject, this.#users(calls))).microseconds,
      expectedMs: expectedMs(operation, name, before),
    }));
    const measurements = await sideBySide(entrants, operation.calls, effort);
    return CONTENDERS.map((contender) => ({
      operation: operation.title,
      tokens: this.#tokens,
      contender: contender.name,
      cell: this.#absent.get(contender) ?? toCell(measurements, contender),
    }));
  }

  async close(): Promise<void> {
    for (const subject of this.#subjects.values()) await subject.close();
  }

  async #enter(contender: Contender): Promise<void> {
    if (this.#tokens > (contender.mostTokens ?? Number.POSITIVE_INFINITY)) {
      this.#absent.set(contender, { kind: "too slow" });
      return;
    }
    try {
      this.#subjects.set(contender, await contender.open(this.#tokens));
    } catch (error) {
      if (!(error instanceof NotMeasured)) throw error;
      this.#absent.set(contender, { kind: "not measured", reason: error.message });
    }
  }

  /** Chooses so many users by chance. */
  #users(count: number): number[] {
    return Array.from({ length: count }, () => Math.floor(Math.random() * this.#tokens));
  }
}

/**
 * Tells how long the shortest round will take, if the time grows as it did in the last step. What was
 * too slow there is too slow here.
 */
function expectedMs({ title, calls }: Operation, name: string, before: readonly Result[]): number {
  const own = before.filter((one) => one.operation === title && one.contender === name);
  const [last, previous] = own.map(({ cell }) => cell).toReversed();
  if (last === undefined) return 0;
  if (last.kind !== "measured") return Number.POSITIVE_INFINITY;
  const growth = previous?.kind === "measured" ? last.microseconds / previous.microseconds : 1;
  return (calls[0] * last.microseconds * Math.max(1, growth)) / 1000;
}

function toCell(measurements: readonly Measurement[], { name }: Contender): Cell {
  const found = measurements.find((measurement) => measurement.name === name);
  return found?.microseconds == null
    ? { kind: "too slow" }
    : { kind: "measured", microseconds: found.microseconds };
}
