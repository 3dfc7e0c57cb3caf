/**
 * What is run under every test runner. Some of its tests are meant to fail.
 *
 * @module
 */
import { MemoryTokenStore } from "zoho-token-store";

/** Keeps what it is told to delete: a MUST. */
class Hoarding extends MemoryTokenStore {
  async deleteToken() {}
}

/** Counts the tokens that it holds for its next id: a SHOULD. */
class Recycling extends MemoryTokenStore {
  async saveToken(token) {
    const isNew = token.getId() === null && (await this.#find(token)) === null;
    if (isNew) token.setId(await this.#freeId());
    await super.saveToken(token);
  }

  async #find(token) {
    return token.getUserSignature() === null ? null : super.findToken(token);
  }

  async #freeId() {
    const ids = new Set((await super.getTokens()).map((token) => token.getId()));
    let id = 1;
    while (ids.has(String(id))) id += 1;
    return String(id);
  }
}

const hoarding = { name: "hoarding", open: () => ({ store: new Hoarding() }) };
const recycling = { name: "recycling", open: () => ({ store: new Recycling() }) };
const strict = { ...recycling, name: "strict" };
const clause = "store/ids-never-reused";

const SUITES = {
  /** Stores whose tests pass, fail and are skipped. */
  async stores(describeTokenStore) {
    await describeTokenStore(hoarding, { seed: 3, runs: 1 });
    await describeTokenStore(recycling, { clause });
    await describeTokenStore(strict, { clause, strict: true });
    await describeTokenStore(() => new MemoryTokenStore(), { clause: "find/by-id" });
  },

  /** A harness that is at fault itself. */
  async faulty(describeTokenStore) {
    const open = () => Promise.reject(new Error("no database"));
    await describeTokenStore({ name: "faulty", open });
  },
};

/** Declares the tests that `SUITE` names. One adapter returns a promise, the others nothing. */
export function declareSuite(describeTokenStore) {
  return SUITES[process.env.SUITE](describeTokenStore);
}
