import type { CopyableStore } from "./copyable-stores.js";

/** The kind of project that a store is copied into. */
export interface Target {
  /** The package of the SDK; `null` for the classes of this package, which are copied too. */
  readonly sdk: string | null;

  /** Whether the project's `.ts` files are ECMAScript modules; CommonJS otherwise. */
  readonly isModule: boolean;
}

/** Writes the seam that leads to an SDK. */
export function seamText(sdk: string): string {
  return `/**
 * The seam: the only module from which the copied stores take the SDK's classes. For another
 * version of the SDK change the package that it names; the stores stay as they are.
 *
 * @module
 */
import {
  OAuthToken,
  SDKException,
  type TokenStore as Stores,
  UserSignature,
} from "${sdk}";

export { OAuthToken, SDKException, UserSignature };
export type TokenStore = Stores.MasterModel;
`;
}

/** Writes the harness that brings a copied store to the spec. */
export function harnessText(store: CopyableStore, { sdk }: Target): string {
  const imports = [
    ...store.harness.imports,
    'import { defineHarness } from "zoho-token-store/spec";',
    'import { OAuthToken, SDKException, UserSignature } from "./sdk.js";',
    `import { ${store.className} } from "./${store.file.replace(/\.ts$/, ".js")}";`,
  ];
  const name = sdk === null ? store.className : `${store.className} with ${sdk}`;
  return `/**
 * Brings the copied ${store.className} to the contract of zoho-token-store.
 *
 * @module
 */
${imports.join("\n")}

export default defineHarness({
  name: "${name}",
  sdk: { OAuthToken, SDKException, UserSignature },
  ${store.harness.open}
});
`;
}

/** Writes the test that runs the contract on the copied store. */
export function testText(harnessFile: string): string {
  return `import { describeTokenStore } from "zoho-token-store/vitest";
import harness from "./${harnessFile.replace(/ts$/, "js")}";

describeTokenStore(harness);
`;
}
