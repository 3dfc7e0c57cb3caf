/**
 * Calls drawn at random, judged by the reference model.
 *
 * @module
 */
import { same, sortById } from "./compare.js";
import { type Admissible, type Answer, admissible, type Call, NEW_ID } from "./model.js";
import type { PlannedCall } from "./random-calls.js";
import type { Subject } from "./subject.js";
import { isTokenLike, readFields, type StoredFields, type TokenFields } from "./token-fields.js";
import { type Outcome, show } from "./transcript.js";

/** A call that was made, and what came back. */
export interface Made {
  readonly call: Call;
  readonly answer: Answer;
}

/** Turns a plan into a call: `#2` becomes the id of the third of the tokens stored now. */
export function toCall(plan: PlannedCall, rows: readonly StoredFields[]): Call {
  const idOf = (id: string) =>
    id.startsWith("#") ? (rows[Number(id.slice(1))]?.id ?? "gone") : id;
  switch (plan.method) {
    case "findToken":
    case "saveToken": {
      const { id } = plan.token;
      const token = id === undefined ? plan.token : { ...plan.token, id: idOf(id) };
      return { method: plan.method, token };
    }
    case "deleteToken":
    case "findTokenById":
      return { method: plan.method, id: idOf(plan.id) };
    default:
      return { method: plan.method === "deleteTokens" ? "deleteTokens" : "getTokens" };
  }
}

/** Makes a call on a store, and reads what came back as plain values. */
export async function make(t: Subject, call: Call): Promise<Made> {
  if ("token" in call) {
    const token = t.token(call.token);
    const outcome = await t.call(call.method, token);
    return { call, answer: { ...readAnswer(outcome), argument: readFields(token) } };
  }
  const args = "id" in call ? [call.id] : [];
  return { call, answer: readAnswer(await t.call(call.method, ...args)) };
}

function readAnswer(outcome: Outcome): Answer {
  if (outcome.kind === "rejected" || outcome.kind === "threw") {
    return { isRefused: true, value: undefined };
  }
  return { isRefused: false, value: readValue(outcome.kind === "hung" ? "hung" : outcome.value) };
}

function readValue(value: unknown): unknown {
  if (Array.isArray(value)) {
    return sortById(value.map((token) => (isTokenLike(token) ? readFields(token) : {})));
  }
  return isTokenLike(value) ? readFields(value) : value;
}

/**
 * Judges one answer.
 *
 * @param rows - The content before the call.
 * @returns The ways of a correct store that give this very answer; none when it is wrong.
 */
export function explain(rows: readonly StoredFields[], made: Made): Admissible[] {
  return possible(rows, made).filter(({ answer }) => same(made.answer, answer));
}

/** Lists what a correct store may answer, lists sorted by id. */
export function possible(rows: readonly StoredFields[], { call, answer }: Made): Admissible[] {
  return admissible(rows, call, answer.argument?.id).map((one) => ({
    ...one,
    answer: call.method === "getTokens" ? { ...one.answer, value: sortById(rows) } : one.answer,
  }));
}

/**
 * Runs a history one call at a time, and asserts after each call that the answer, the argument and
 * the whole content are those of a correct store.
 */
export async function agreesWithModel(t: Subject, plans: readonly PlannedCall[]): Promise<void> {
  let rows: readonly StoredFields[] = [];
  for (const plan of plans) {
    if (plan.method === "reopen") {
      await t.reopen();
    } else {
      rows = agree(t, rows, await make(t, toCall(plan, rows)));
    }
    const content = await t.peek();
    if (!same(content, sortById(rows))) {
      t.fail(`stored ${show(sortById(rows))}`, `stored ${show(content)}`);
    }
  }
}

function agree(t: Subject, rows: readonly StoredFields[], made: Made): readonly StoredFields[] {
  const [explanation] = explain(rows, made);
  if (explanation !== undefined) return explanation.rows;
  const correct = possible(rows, made).map(({ answer }) => showAnswer(answer));
  return t.fail(correct.join(" or "), showAnswer(made.answer));
}

function showAnswer(answer: Answer): string {
  const { isRefused, value, argument } = answer;
  const resolution = value === undefined ? "it resolves" : show(value);
  const end = isRefused ? "a rejection" : resolution;
  if (argument === undefined) return end;
  return `${end}, the given token then ${show(argument)}`.replace(`"${NEW_ID}"`, NEW_ID);
}

/**
 * Tells whether calls that were in flight together can have been made one after another.
 *
 * @param rows - The content before.
 * @param made - The calls with their answers, in any order.
 * @param content - The content afterwards.
 */
export function hasSerialOrder(
  rows: readonly StoredFields[],
  made: readonly Made[],
  content: readonly TokenFields[],
): boolean {
  if (made.length === 0) return same(sortById(rows), content);
  return made.some((next) =>
    explain(rows, next).some((explanation) =>
      hasSerialOrder(
        explanation.rows,
        made.filter((one) => one !== next),
        content,
      ),
    ),
  );
}
