/**
 * The sweeps over everything: any calls, one after another and at once, against the reference model.
 *
 * @module
 */
import type { Clause } from "./clause.js";
import { agreesWithModel, explain, hasSerialOrder, make, toCall } from "./histories.js";
import { type Batch, batches, type PlannedCall } from "./random-calls.js";
import type { Subject } from "./subject.js";
import type { StoredFields } from "./token-fields.js";

const method = "whole store";

/**
 * Makes the sweeps.
 *
 * @param examples - The clauses whose rules the sweeps repeat in general. Where one of them that
 *   speaks of single calls fails, any sequence of calls fails for the same reason.
 */
export function sequences(examples: readonly Clause[]): readonly Clause[] {
  const binding = examples.filter((clause) => clause.level === "MUST").map((clause) => clause.id);
  return [
    {
      id: "store/any-sequence",
      level: "MUST",
      method,
      title: "agrees with the reference model after every step of any sequence of calls",
      why: "All the rules above are examples; what lies between them shows here.",
      source: "this project",
      after: binding.filter((id) => !id.startsWith("parallel/")),
      async check(t) {
        await t.forAll(t.histories(), agreesWithModel, 3);
      },
    },
    {
      id: "parallel/serial-order",
      level: "MUST",
      method,
      title: "answers any four calls at once as if made one by one",
      why: "The rules above are examples; an app can make any calls at once.",
      source: "this project",
      after: [...binding, "store/any-sequence"],
      async check(t) {
        const holds = async (t: Subject, { before, together }: Batch) => {
          const rows = await arrange(t, before);
          const calls = together.map((plan) => toCall(plan, rows));
          const made = await t.together(...calls.map((call) => () => make(t, call)));
          const content = await t.list();
          t.isTrue(
            hasSerialOrder(rows, made, content),
            "answers and content that some order of these calls explains",
            "answers and content that no order explains",
          );
        };
        await t.forAll(batches(), holds, 2);
      },
    },
  ];
}

/** Makes calls one by one. @returns What the store holds then, in the order of its making. */
async function arrange(
  t: Subject,
  plans: readonly PlannedCall[],
): Promise<readonly StoredFields[]> {
  let rows: readonly StoredFields[] = [];
  for (const plan of plans) {
    const [explanation] = explain(rows, await make(t, toCall(plan, rows)));
    rows = explanation?.rows ?? rows;
  }
  return rows;
}
