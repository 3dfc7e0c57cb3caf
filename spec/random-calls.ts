/**
 * Calls drawn at random: sequences of them, and batches that are in flight together.
 *
 * @module
 */
import fc from "fast-check";
import { METHODS } from "./harness.js";
import type { Call } from "./model.js";
import { FIELDS, type Field, type TokenFields } from "./token-fields.js";

/** A call as it is planned: an id may say `#2`, the third of the tokens stored at that time. */
export type PlannedCall = Call | { readonly method: "reopen" };

/** The values that one history draws from: few a field, so that calls meet. */
type Palette = Readonly<Record<Field, readonly string[]>>;

const ids = ["#0", "#1", "#2", "1", "01"];

const plain: Palette = palette(["1", "2"]);
const twins: readonly Palette[] = ["A", "a ", "\u00e1"].map((twin) => palette(["a", twin]));
const hostile: Palette = palette(["O'Brien", 'a,b\n"c"', ""]);

function palette(values: readonly string[]): Palette {
  const entries = FIELDS.map((field) => [field, field === "id" ? ids : values] as const);
  return Object.fromEntries(entries) as Palette;
}

/** How often, of ten tokens, a field is there. The keys collide often enough to matter. */
const PRESENCE: Readonly<Record<Field, number>> = {
  id: 1,
  userName: 4,
  clientId: 3,
  clientSecret: 1,
  refreshToken: 5,
  accessToken: 4,
  grantToken: 3,
  expiresIn: 2,
  redirectURL: 1,
  apiDomain: 2,
};

function tokensFrom(values: Palette): fc.Arbitrary<TokenFields> {
  const fields = FIELDS.map((field) => {
    const value = fc.constantFrom<string | undefined>(...values[field]);
    const absent = fc.constant(undefined);
    return fc
      .oneof(
        { withCrossShrink: true },
        { arbitrary: absent, weight: 10 - PRESENCE[field] },
        { arbitrary: value, weight: PRESENCE[field] },
      )
      .map((chosen) => [field, chosen] as const);
  });
  return fc
    .tuple(...fields)
    .map((entries) => Object.fromEntries(entries.filter(([, value]) => value !== undefined)));
}

/** Tokens that carry one key and nothing else: what they find, that key alone has found. */
function singleKeysFrom(values: Palette): fc.Arbitrary<TokenFields> {
  return fc
    .constantFrom<Field>("userName", "refreshToken", "accessToken", "grantToken")
    .chain((field) => fc.constantFrom(...values[field]).map((value) => ({ [field]: value })));
}

function callsFrom(
  values: Palette,
  methods: readonly PlannedCall["method"][],
  idsFrom: readonly string[] = [...ids, "unknown", ""],
): fc.Arbitrary<PlannedCall> {
  const id = fc.constantFrom(...idsFrom);
  const token = tokensFrom(values);
  const question = fc.oneof(singleKeysFrom(values), token);
  return fc.constantFrom(...methods).chain((method): fc.Arbitrary<PlannedCall> => {
    switch (method) {
      case "findToken":
        return question.map((token) => ({ method, token }));
      case "saveToken":
        return token.map((token) => ({ method, token }));
      case "deleteToken":
      case "findTokenById":
        return id.map((id) => ({ method, id }));
      default:
        return fc.constant({ method });
    }
  });
}

/**
 * Methods in the proportion in which histories call them. The first is the one that a failing
 * history is reduced to where any call will do.
 */
const MIX: readonly PlannedCall["method"][] = [
  "getTokens",
  ...Array<"findTokenById">(2).fill("findTokenById"),
  ...Array<"findToken">(6).fill("findToken"),
  ...Array<"saveToken">(8).fill("saveToken"),
  ...Array<"deleteToken">(2).fill("deleteToken"),
  "deleteTokens",
];

/**
 * Sequences of calls, drawn from few values so that they meet.
 *
 * @param canReopen - Whether the storage may be reopened in between.
 */
export function histories(canReopen: boolean): fc.Arbitrary<PlannedCall[]> {
  const methods = canReopen ? [...MIX, "reopen" as const] : MIX;
  const from = (values: Palette) =>
    fc.array(callsFrom(values, methods), { maxLength: 24, size: "max" });
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: from(plain), weight: 2 },
    { arbitrary: fc.oneof(...twins.map(from)), weight: 2 },
    { arbitrary: from(hostile), weight: 1 },
  );
}

/** Calls made one by one, then calls that are in flight together. */
export interface Batch {
  readonly before: readonly PlannedCall[];
  readonly together: readonly PlannedCall[];
}

/**
 * One or two saves, then two to four calls at once. In a third of them, two are one and the same save,
 * as an app makes them that has asked twice: drawn freely, two saves of one new token hardly meet.
 */
export function batches(): fc.Arbitrary<Batch> {
  const save = tokensFrom(plain).map((token) => ({ method: "saveToken", token }) as const);
  const before = save.map(({ method, token }) => ({
    method,
    token: { refreshToken: "1", ...token },
  }));
  const call = callsFrom(plain, ["getTokens", ...METHODS], ["#0", "#1"]);
  const twice = fc
    .tuple(save, fc.array(call, { maxLength: 2 }))
    .map(([save, others]) => [save, save, ...others]);
  return fc.record({
    before: fc.array(before, { minLength: 1, maxLength: 2 }),
    together: fc.oneof(
      { arbitrary: fc.array(call, { minLength: 2, maxLength: 4, size: "max" }), weight: 2 },
      { arbitrary: twice, weight: 1 },
    ),
  });
}
