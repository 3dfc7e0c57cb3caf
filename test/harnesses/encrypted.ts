import { defineHarness, type Harness } from "../../spec/index.js";
import {
  EncryptedTokenStore,
  MemoryTokenStore,
  type OAuthToken,
  type TokenStore,
} from "../../src/index.js";
import { refusal } from "../../src/token-row.js";

/** Gives a key of which nothing is secret, another one for every number. */
export function testKey(number: number): Uint8Array {
  return Uint8Array.from({ length: 64 }, (_, index) => index * 7 + number * 31);
}

/** A store in memory whose storage can fail. */
export class BreakableStore implements TokenStore {
  readonly #tokens = new MemoryTokenStore();
  isBroken = false;

  async findToken(token: OAuthToken): Promise<OAuthToken | null> {
    return this.#storage.findToken(token);
  }

  async saveToken(token: OAuthToken): Promise<void> {
    await this.#storage.saveToken(token);
  }

  async deleteToken(id: string): Promise<void> {
    await this.#storage.deleteToken(id);
  }

  async getTokens(): Promise<OAuthToken[]> {
    return this.#storage.getTokens();
  }

  async deleteTokens(): Promise<void> {
    await this.#storage.deleteTokens();
  }

  async findTokenById(id: string): Promise<OAuthToken | null> {
    return this.#storage.findTokenById(id);
  }

  get #storage(): TokenStore {
    if (this.isBroken) throw refusal("the storage is broken. Mend it.");
    return this.#tokens;
  }
}

/** Brings an encrypted store to the spec, over another store; the same one after reopening. */
export function encryptedOver(
  name: string,
  openInner: () => TokenStore | Promise<TokenStore>,
): Harness {
  return defineHarness({
    name: `EncryptedTokenStore over ${name}`,
    async open() {
      const inner = await openInner();
      const open = () => EncryptedTokenStore.open(inner, { keys: [testKey(1)] });
      return { store: await open(), reopen: open, share: open };
    },
  });
}

export default defineHarness({
  name: "EncryptedTokenStore in memory",
  async open() {
    const inner = new BreakableStore();
    const open = () => EncryptedTokenStore.open(inner, { keys: [testKey(1)] });
    return {
      store: await open(),
      reopen: open,
      share: open,
      breakStorage: () => {
        inner.isBroken = true;
      },
    };
  },
});
