import type official from "@zohocrm/typescript-sdk-8.0";
import type { OpenedStore, SdkToken, TokenFields } from "../../spec/index.js";
import { readFields } from "../../spec/token-fields.js";
import { CLIENT, type LoopbackZoho } from "./loopback-zoho.js";

/** The versions of the official SDK that stores are tried in. */
export const SDK_VERSIONS = ["8.0", "7.0", "6.0"] as const;

/** A version of the official SDK. */
export type SdkVersion = (typeof SDK_VERSIONS)[number];

/** The official SDK, as version 8.0 declares it. What is used here is the same in all three. */
export type OfficialSdk = typeof official;

type OfficialToken = InstanceType<OfficialSdk["OAuthToken"]>;
type OfficialStore = Parameters<InstanceType<OfficialSdk["InitializeBuilder"]>["store"]>[0];
type OfficialEnvironment = InstanceType<OfficialSdk["Environment"]>;

/** The npm package of a version. */
export function packageOf(version: SdkVersion): string {
  return `@zohocrm/typescript-sdk-${version}`;
}

/** Loads a version of the official SDK. */
export async function loadSdk(version: SdkVersion): Promise<OfficialSdk> {
  const loaded: { default: OfficialSdk } = await import(packageOf(version));
  return loaded.default;
}

/** Where the SDK finds a Zoho. */
export function environmentOf(sdk: OfficialSdk, { url }: LoopbackZoho): OfficialEnvironment {
  return new sdk.Environment(url, `${url}/oauth/v2/token`, url);
}

/** What an app knows of its user when it starts. With a code or refresh token goes the client. */
export interface Login {
  readonly grantToken?: string;
  readonly refreshToken?: string;
  readonly accessToken?: string;
  readonly id?: string;
  readonly userName?: string;

  /** Whether the SDK asks Zoho who the user is, which it does unless told otherwise. */
  readonly findUser?: boolean;
}

/** An app that uses the official SDK with one store, across restarts. */
export class OfficialSdkApp {
  readonly #sdk: OfficialSdk;
  readonly #opened: OpenedStore;
  readonly #zoho: LoopbackZoho;

  /** Replaced at each start, where the storage outlives its store. */
  #store: OfficialStore;

  /**
   * @param opened - A store that works with the classes of `sdk`.
   * @param zoho - The data centre that the app is set to, where nothing else is said.
   */
  constructor(sdk: OfficialSdk, opened: OpenedStore, zoho: LoopbackZoho) {
    this.#sdk = sdk;
    this.#opened = opened;
    this.#zoho = zoho;
    this.#store = opened.store as OfficialStore;
  }

  /**
   * Starts the app in a process of its own, as far as the SDK and the store can tell: the SDK
   * remembers nothing, and what can be reopened is.
   *
   * @param zoho - The data centre that the app is set to.
   * @returns The token that the app keeps for its user.
   */
  async start(login: Login, zoho = this.#zoho): Promise<OfficialToken> {
    forgetSession(this.#sdk);
    if (this.#opened.reopen) this.#store = (await this.#opened.reopen()) as OfficialStore;
    const token = this.#tokenFor(login);
    await new this.#sdk.InitializeBuilder()
      .environment(environmentOf(this.#sdk, zoho))
      .store(this.#store)
      .token(token)
      .initialize();
    return token;
  }

  /**
   * Goes on as another user, in the same process.
   *
   * In one expression, and with everything said again. The builder's constructor copies the
   * environment, token and configuration of the user before, a few microtasks later: called at
   * once, `switchUser` reads its own values before that; after `await`s in between, it would read
   * the old user's. What is left out is not there at all, and without a configuration SDK 8.0 can
   * parse no new token.
   *
   * @returns The token that the app keeps for this user.
   */
  async switchUser(login: Login): Promise<OfficialToken> {
    const token = this.#tokenFor(login);
    await new this.#sdk.InitializeBuilder()
      .environment(environmentOf(this.#sdk, this.#zoho))
      .SDKConfig(new this.#sdk.SDKConfigBuilder().build())
      .token(token)
      .switchUser();
    return token;
  }

  /**
   * Makes a request of the app's own.
   *
   * @returns The address of the user as whom Zoho has answered.
   */
  async request(): Promise<string> {
    const response = await new this.#sdk.Users.UsersOperations().getUsers();
    const answer = response.getObject();
    if (!(answer instanceof this.#sdk.Users.ResponseWrapper)) {
      throw new Error(`Zoho has refused the request with status ${response.getStatusCode()}`);
    }
    return answer.getUsers().map((user) => user.getEmail())[0] ?? "nobody";
  }

  /** Gives every row of the store by its fields, in the order of the access tokens. */
  async rows(): Promise<TokenFields[]> {
    const tokens = ((await this.#store.getTokens()) ?? []) as unknown as SdkToken[];
    const keyOf = (row: TokenFields) => row.accessToken ?? "";
    return tokens.map(readFields).sort((one, other) => keyOf(one).localeCompare(keyOf(other)));
  }

  #tokenFor(login: Login): OfficialToken {
    const { grantToken, refreshToken, accessToken, id, userName, findUser } = login;
    const builder = new this.#sdk.OAuthBuilder();
    if (grantToken !== undefined) builder.grantToken(grantToken).redirectURL(CLIENT.redirectURL);
    if (refreshToken !== undefined) builder.refreshToken(refreshToken);
    const isWithClient = grantToken !== undefined || refreshToken !== undefined;
    if (isWithClient) builder.clientId(CLIENT.id).clientSecret(CLIENT.secret);
    if (accessToken !== undefined) builder.accessToken(accessToken);
    if (id !== undefined) builder.id(id);
    if (userName !== undefined) builder.userSignature(new this.#sdk.UserSignature(userName));
    if (findUser !== undefined) builder.findUser(findUser);
    return builder.build();
  }
}

/**
 * Makes the SDK forget its users, as the end of a process does. It has no call for that, and keeps
 * them in statics that its types call private.
 */
function forgetSession({ Initializer }: OfficialSdk): void {
  Reflect.set(Initializer, "initializer", undefined);
  Reflect.set(Initializer, "LOCAL", new Map());
}
