import { describe, expect, onTestFinished, test } from "vitest";
import { isRequired } from "../../services/required.js";
import { rowOf, rowsOf } from "../tokens.js";
import { type Contender, NotMeasured, type Subject } from "./contender.js";
import { CONTENDERS } from "./index.js";

const COUNT = 10;

/** Opens a contender for one test, which is skipped where it cannot be measured here. */
async function open(contender: Contender, skip: (why: string) => never): Promise<Subject> {
  try {
    const subject = await contender.open(COUNT);
    onTestFinished(() => subject.close());
    return subject;
  } catch (error) {
    const isNeeded = contender.family === "article" && isRequired("python3");
    if (!(error instanceof NotMeasured) || isNeeded) throw error;
    return skip(error.message);
  }
}

const accessTokens = (rows: readonly { access_token: string | null }[]) =>
  rows.map((row) => row.access_token);

describe.each(CONTENDERS)("$name does what is measured:", (contender) => {
  test("finds each user's token, by id and by user", async ({ skip }) => {
    const subject = await open(contender, skip);
    const users = [7, 0, COUNT - 1, 7];
    const expected = accessTokens(users.map((user) => rowOf(user)));
    expect((await subject.findById(users)).found).toEqual(expected);
    expect((await subject.findByUser(users)).found).toEqual(expected);
  });

  test("lists all tokens", async ({ skip }) => {
    const subject = await open(contender, skip);
    const { found } = await subject.getTokens(2);
    expect([...found].sort()).toEqual(accessTokens(rowsOf(COUNT)).sort());
  });

  test("keeps a save, and changes no other token by it", async ({ skip }) => {
    const subject = await open(contender, skip);
    await subject.save([rowOf(3, 1), rowOf(4, 1), rowOf(3, 2)]);
    const { found } = await subject.findByUser([2, 3, 4, 5]);
    expect(found).toEqual(accessTokens([rowOf(2), rowOf(3, 2), rowOf(4, 1), rowOf(5)]));
    expect((await subject.getTokens(1)).found).toHaveLength(COUNT);
  });

  test("keeps saves that are made at once", async ({ skip }) => {
    const subject = await open(contender, skip);
    await subject.saveAtOnce([1, 2, 3].map((user) => rowOf(user, 1)));
    const { found } = await subject.findById([1, 2, 3, 4]);
    expect(found).toEqual(accessTokens([rowOf(1, 1), rowOf(2, 1), rowOf(3, 1), rowOf(4)]));
  });
});
