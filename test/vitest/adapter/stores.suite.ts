import { describeTokenStore } from "../../../spec/vitest.js";
import { MemoryTokenStore, type OAuthToken } from "../../../src/index.js";

/** Keeps what it is told to delete: a MUST. */
class Hoarding extends MemoryTokenStore {
  override async deleteToken(): Promise<void> {}
}

/** Counts the tokens that it holds for its next id: a SHOULD. */
class Recycling extends MemoryTokenStore {
  override async saveToken(token: OAuthToken): Promise<void> {
    const isNew = token.getId() === null && (await this.#find(token)) === null;
    if (isNew) token.setId(await this.#freeId());
    await super.saveToken(token);
  }

  async #find(token: OAuthToken): Promise<unknown> {
    return token.getUserSignature() === null ? null : super.findToken(token);
  }

  async #freeId(): Promise<string> {
    const ids = new Set((await super.getTokens()).map((token) => token.getId()));
    let id = 1;
    while (ids.has(String(id))) id += 1;
    return String(id);
  }
}

const hoarding = { name: "hoarding", open: () => ({ store: new Hoarding() }) };
const recycling = { name: "recycling", open: () => ({ store: new Recycling() }) };

describeTokenStore(hoarding, { seed: 3, runs: 1 });
describeTokenStore(recycling, { clause: "store/ids-never-reused" });
describeTokenStore(
  { ...recycling, name: "strict" },
  { clause: "store/ids-never-reused", strict: true },
);
describeTokenStore(() => new MemoryTokenStore(), { clause: "find/by-id" });
