import fc from "fast-check";
import { expect, test } from "vitest";
import { agreesWithModel } from "../../spec/histories.js";
import { defineHarness } from "../../spec/index.js";
import { histories } from "../../spec/random-calls.js";
import { Subject } from "../../spec/subject.js";
import {
  EncryptedTokenStore,
  ListTokenStore,
  SDKException,
  type TokenStore,
} from "../../src/index.js";
import { testKey } from "../harnesses/encrypted.js";

const settings = { seed: 0, runs: 0, callLimitMs: 5000 };

/** What happens to the keys right before a call; `null` for nothing. */
type Change = {
  /** All keys that were ever used, the current one first. */
  readonly keys: readonly number[];
  readonly rotates: boolean;
} | null;

const change = fc.record({
  keys: fc.shuffledSubarray([1, 2, 3], { minLength: 3 }),
  rotates: fc.boolean(),
});

/** What happens before each of the calls; the first of them when it has come to an end. */
const changes = fc.array(fc.option(change, { freq: 2 }), { minLength: 1, maxLength: 40 });

/** What the runs of the property have come by. */
const seen = { changes: 0, rotated: 0, ambiguous: 0 };

/** Re-encrypts what can be. Random tokens are often such that the ladder cannot tell them apart. */
async function rotate(store: EncryptedTokenStore): Promise<void> {
  try {
    seen.rotated += await store.rotate();
  } catch (error) {
    const message = error instanceof SDKException ? error.message : "";
    if (!message.startsWith("cannot re-encrypt the stored tokens")) throw error;
    seen.ambiguous += 1;
  }
}

/** A store that is opened anew with other keys now and then, over one and the same list. */
function changingStore(changes: readonly Change[], allowPlain: boolean): TokenStore {
  const inner = new ListTokenStore();
  const open = (keys: readonly number[]) =>
    EncryptedTokenStore.open(inner, { keys: keys.map(testKey), allowPlain });
  // Where plain text is allowed, the first tokens are saved as if there were no encryption yet.
  let opened: TokenStore | null = allowPlain ? inner : null;
  let count = 0;
  const next = async (): Promise<TokenStore> => {
    const change = changes[count++ % changes.length] ?? null;
    if (change !== null) {
      const store = await open(change.keys);
      if (change.rotates) await rotate(store);
      opened = store;
      seen.changes += 1;
    }
    opened ??= await open([1, 2, 3]);
    return opened;
  };
  return {
    findToken: async (token) => (await next()).findToken(token),
    saveToken: async (token) => (await next()).saveToken(token),
    deleteToken: async (id) => (await next()).deleteToken(id),
    getTokens: async () => (await next()).getTokens(),
    deleteTokens: async () => (await next()).deleteTokens(),
    findTokenById: async (id) => (await next()).findTokenById(id),
  };
}

// The reference model answers like an unencrypted store: other properties compare it with those.
test("answers like an unencrypted store while keys change and tokens are re-encrypted", async () => {
  const property = fc.asyncProperty(
    histories(false),
    changes,
    fc.boolean(),
    (plans, changes, allowPlain) => {
      const open = () => ({ store: changingStore(changes, allowPlain) });
      const harness = defineHarness({ name: "EncryptedTokenStore under changing keys", open });
      return Subject.use(harness, settings, (store) => agreesWithModel(store, plans));
    },
  );
  await fc.assert(property, { numRuns: 400 });
  expect(seen.changes).toBeGreaterThan(1000);
  expect(seen.rotated).toBeGreaterThan(100);
  expect(seen.ambiguous).toBeGreaterThan(0);
});
