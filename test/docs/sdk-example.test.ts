import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ANN } from "../sdk/flows/flow.js";
import { CLIENT, LoopbackZoho } from "../sdk/loopback-zoho.js";
import { ROOT, read } from "./markdown.js";
import { Project, States } from "./project.js";
import { stepsOf } from "./steps.js";

const SDK = "@zohocrm/typescript-sdk-8.0";

/** Puts the Zoho on this machine in the place of the data centre that the app is set to. */
const REDIRECTION = `
import sdk from "${SDK}";
const url = process.env.LOOPBACK_ZOHO;
sdk.USDataCenter._PRODUCTION = new sdk.Environment(url, url + "/oauth/v2/token", url);
`;

const TSC = `node ${join(ROOT, "node_modules/typescript/bin/tsc")} --strict --skipLibCheck \
--module NodeNext --target ES2022 --types node --outDir built app.ts`;

const states = new States();
const project = new Project("app", states);
let zoho: LoopbackZoho;

beforeAll(async () => {
  zoho = await LoopbackZoho.start();
});
afterAll(async () => {
  await zoho.close();
  project.remove();
  states.remove();
});

/** Starts the compiled app in a process of its own. */
function startApp() {
  const settings = {
    LOOPBACK_ZOHO: zoho.url,
    ZOHO_CLIENT_ID: CLIENT.id,
    ZOHO_CLIENT_SECRET: CLIENT.secret,
    ZOHO_REDIRECT_URL: CLIENT.redirectURL,
    ZOHO_GRANT_TOKEN: "code-1",
  };
  const environment = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return project.run(`${environment.join(" ")} node --import ./redirection.mjs built/app.js`);
}

test("the README's app logs in at its first start, and not again at the next", async () => {
  const app = stepsOf(read("README.md")).find(
    (step) => step.kind === "file" && step.path === "app.ts",
  );
  if (app?.kind !== "file") throw new Error("the README shows no app.ts");
  for (const name of ["zoho-token-store", SDK, "sql.js", "@types/node", "@types/sql.js"]) {
    project.install(name);
  }
  expect(await project.run("npx zoho-token-store copy sqlite")).toMatchObject({ status: 0 });
  project.write(app.path, app.text);
  project.write("redirection.mjs", REDIRECTION);
  expect(await project.run(TSC)).toEqual({ status: 0, stdout: "", stderr: "" });

  zoho.issueCode("code-1", ANN);
  expect(await startApp()).toEqual({ status: 0, stdout: "200\n", stderr: "" });
  expect(zoho.takeRequests()).toEqual([
    "exchange code-1",
    "current-user access-1",
    "org access-1",
    "users access-1",
  ]);
  expect(await startApp()).toEqual({ status: 0, stdout: "200\n", stderr: "" });
  expect(zoho.takeRequests()).toEqual(["users access-1"]);
});

test("the README's app is as short as it says: fifteen lines, empty ones left out", () => {
  const [, app = ""] = /```ts\n\/\/ app\.ts\n([\s\S]*?)```/.exec(read("README.md")) ?? [];
  expect(app.split("\n").filter((line) => line !== "").length).toBeLessThanOrEqual(15);
});
