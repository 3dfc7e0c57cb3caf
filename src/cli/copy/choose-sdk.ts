import { CommandError } from "../command-error.js";
import type { Manifest } from "../manifest.js";
import { pathFrom } from "../paths.js";

/** What npm takes for the name of a package. It becomes part of generated code. */
const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/** A package that is an SDK of Zoho CRM, by its name. */
const ANY_SDK = /^@zohocrm\/(?:typescript|nodejs)-sdk(?:-[\d.]+)?$/;

/** The SDKs for which a copied store can do nothing, and why. */
const UNFIT: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [
    /^@zohocrm\/typescript-sdk(?:-[12]\.\d+)?$/,
    "its TokenStore has other methods, such as getToken(user, token) for findToken(token)",
  ],
  [
    /^@zohocrm\/nodejs-sdk\b/,
    "it takes only stores that extend its own class, and has no types to compile with",
  ],
  [/^zoho-token-store$/, "it is no SDK; a project that lists none gets its classes"],
];

/** The SDK to name where another one does not fit. */
export const USUAL_SDK = "@zohocrm/typescript-sdk-8.0";

/** Tells whether a package is an SDK of Zoho CRM that a copied store can work with. */
export function isFitSdk(name: string): boolean {
  return ANY_SDK.test(name) && unfitness(name) === null;
}

/**
 * Decides which SDK the copied store works with.
 *
 * @param named - What `--sdk` says.
 * @param project - The nearest `package.json`, which is asked where `--sdk` says nothing.
 * @param cwd - From where errors name the file.
 * @returns The name of a package; `null` where the project lists no SDK.
 * @throws CommandError when the SDK does not fit, or there are several to choose from.
 */
export function chooseSdk(
  named: string | undefined,
  project: Manifest | null,
  cwd: string,
): string | null {
  if (named !== undefined) return toPackageName(named);
  if (project === null) return null;
  const listed = [...project.packages.keys()].filter((name) => ANY_SDK.test(name));
  const fit = listed.filter(isFitSdk);
  if (fit.length > 1) {
    const file = pathFrom(cwd, `${project.folder}/package.json`);
    throw new CommandError(`${file} lists ${fit.join(", ")}; choose one with --sdk PACKAGE`);
  }
  const [sdk = null] = [...fit, ...listed];
  if (sdk !== null) refuseUnfit(sdk);
  return sdk;
}

function toPackageName(text: string): string {
  const [, name] = /^(.[^@]*)@(.*)$/s.exec(text) ?? [];
  if (name !== undefined && PACKAGE_NAME.test(name)) {
    throw new CommandError(`--sdk takes a package without a version: ${name}, not "${text}"`);
  }
  if (!PACKAGE_NAME.test(text)) {
    throw new CommandError(
      `--sdk takes the name of a package, such as ${USUAL_SDK}; not "${text}"`,
    );
  }
  refuseUnfit(text);
  return text;
}

function refuseUnfit(sdk: string): void {
  const reason = unfitness(sdk);
  if (reason === null) return;
  throw new CommandError(`no store can be copied for ${sdk}: ${reason}; try --sdk ${USUAL_SDK}`);
}

function unfitness(sdk: string): string | null {
  return UNFIT.find(([pattern]) => pattern.test(sdk))?.[1] ?? null;
}
