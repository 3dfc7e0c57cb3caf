import { readFileSync } from "node:fs";
import { expect, it, vi } from "vitest";
import { EncryptedTokenStore, MemoryTokenStore } from "../../src/index.js";
import { testKey } from "../harnesses/encrypted.js";
import { refusalOf } from "./arrange.js";

const absence = Object.assign(new Error("Cannot find package '@noble/ciphers'"), {
  code: "ERR_MODULE_NOT_FOUND",
});

vi.mock("@noble/ciphers/aes.js", () => {
  throw absence;
});

it("opening names the package to install when it is missing; all else of the package works", async () => {
  const inner = new MemoryTokenStore();
  const error = await refusalOf(EncryptedTokenStore.open(inner, { keys: [testKey(1)] }));
  expect(error.message).toBe(
    "cannot load the package @noble/ciphers, which encrypts. Install it: " +
      "npm install @noble/ciphers",
  );
  expect(error.cause).toBeInstanceOf(Error);
});

it("nothing imports the package but by type, or when a store is opened", () => {
  const source = readFileSync(
    new URL("../../src/encryption/field-cipher.ts", import.meta.url),
    "utf8",
  );
  const imports = source.match(/^.*\b(?:import|from)\b.*@noble\/ciphers.*$/gm) ?? [];
  expect(imports.map((line) => line.trim())).toEqual([
    'import type { aessiv } from "@noble/ciphers/aes.js";',
    'return (await import("@noble/ciphers/aes.js")).aessiv;',
  ]);
});
