import { join } from "node:path";
import { isWithin, pathFrom } from "../paths.js";
import { SEAM } from "./imports.js";
import type { FinishedCopy } from "./say-copied.js";
import { section } from "./section.js";

/** Says how an app uses a copied store, from the folder that its sources are in. */
export function sayUse(copy: FinishedCopy): string[] {
  const sources = join(copy.cwd, "src");
  const from = isWithin(sources, copy.folder) ? sources : copy.cwd;
  const where = from === sources ? "a file in src" : "a file in this folder";
  // CommonJS knows no await outside of functions.
  const how = copy.target.isModule ? "" : ", the last two lines in an async function";
  return [section(`Plug it in, from ${where}${how}:`, useLines(copy, from))];
}

function useLines({ store, target: { sdk }, folder }: FinishedCopy, from: string): string[] {
  const moduleAt = (path: string) => {
    const way = pathFrom(from, join(folder, path)).replace(/\.ts$/, ".js");
    return JSON.stringify(way.startsWith("../") ? way : `./${way}`);
  };
  const importStore = `import { ${store.className} } from ${moduleAt(store.file)};`;
  const makeStore = `const store = ${store.construction};`;
  if (sdk === null) {
    return [
      `import { OAuthToken } from ${moduleAt(SEAM)};`,
      importStore,
      "",
      makeStore,
      "await store.saveToken(new OAuthToken(clientId, clientSecret, grantToken));",
    ];
  }
  return [
    `import { InitializeBuilder } from "${sdk}";`,
    importStore,
    "",
    makeStore,
    "await new InitializeBuilder().environment(environment).token(token).store(store).initialize();",
  ];
}
