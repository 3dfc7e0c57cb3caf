import { defineHarness } from "../../spec/index.js";
import { FieldCipher } from "../../src/encryption/field-cipher.js";
import { EncryptedTokenStore } from "../../src/index.js";
import type { StoredRow } from "../../src/token-row.js";
import { BaseStore, type Storage } from "../broken-stores/base-store.js";
import { testKey } from "./encrypted.js";

const [CURRENT, OLD] = [testKey(1), testKey(2)];

const current = await FieldCipher.load([CURRENT, OLD], true);
const old = await FieldCipher.load([OLD], false);

/**
 * A store in which time has passed for most of what it keeps: of what is saved, a third is under the
 * old key right away, a third in plain text, and a third as it was saved.
 */
class AgedStore extends BaseStore {
  protected override write(rows: readonly StoredRow[]): void {
    super.write(rows.map(aged));
  }
}

function aged(row: StoredRow): StoredRow {
  const fate = row.id.charCodeAt(0) % 3;
  if (fate === 0) return row;
  const plain = current.decrypt(row);
  return fate === 1 ? plain : { ...old.encrypt(plain), id: row.id };
}

export default defineHarness({
  name: "EncryptedTokenStore over rows under two keys and in plain text",
  async open() {
    const storage: Storage = { rows: [], isBroken: false, notes: new Map() };
    const options = { keys: [CURRENT, OLD], allowPlain: true };
    const open = () => EncryptedTokenStore.open(new AgedStore(storage), options);
    return {
      store: await open(),
      reopen: open,
      share: open,
      breakStorage: () => {
        storage.isBroken = true;
      },
    };
  },
});
