import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A user of Zoho CRM, of whom the SDK makes the user name `email:orgId`. */
export interface ZohoUser {
  readonly email: string;
  readonly orgId: string;
}

/** The one OAuth client that a {@link LoopbackZoho} knows. */
export const CLIENT = {
  id: "client-id",
  secret: "client-secret",
  redirectURL: "https://app.example/callback",
} as const;

/** How long an access token lives, as Zoho has it. */
export const LIFETIME_SECONDS = 3600;

/** An answer: its JSON body, and its status where that is not 200. */
interface Answer {
  readonly status?: number;
  readonly body: object;
}

/** A token that authorizes requests, as long as it lives. */
interface AccessToken {
  readonly user: ZohoUser;
  readonly endsAtMs: number;
}

/** What the SDK asks of the CRM, and the words in which `takeRequests` tells it. */
const CRM_CALLS = new Map([
  ["users?type=CurrentUser", "current-user"],
  ["users", "users"],
  ["org", "org"],
]);

/**
 * Zoho on this machine: the accounts server and three calls of the CRM, with what the official SDK
 * expects of them and no more.
 *
 * Tokens are numbered as they are issued: `access-1`, `refresh-1`, `access-2` … It tells the time
 * by `Date`, so that a test which sets the clock decides when a token ends.
 */
export class LoopbackZoho {
  readonly #server: Server;
  readonly #apiDomain: string | null;
  readonly #codes = new Map<string, ZohoUser>();
  readonly #refreshTokens = new Map<string, ZohoUser>();
  readonly #accessTokens = new Map<string, AccessToken>();
  #requests: string[] = [];

  /** Counts what was ever issued: a withdrawn token's name is not given to another. */
  readonly #issued = { access: 0, refresh: 0 };

  private constructor(apiDomain: string | null) {
    this.#apiDomain = apiDomain;
    this.#server = createServer(async (request, response) => {
      const { status = 200, body } = await this.#answer(request);
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    });
  }

  /**
   * Starts a server on a port of its own.
   *
   * @param apiDomain - The `api_domain` that comes with every token; its own URL when left out.
   */
  static async start(apiDomain: string | null = null): Promise<LoopbackZoho> {
    const zoho = new LoopbackZoho(apiDomain);
    await new Promise<void>((resolve) => {
      zoho.#server.listen(0, "127.0.0.1", resolve);
    });
    return zoho;
  }

  /** Where it is reached, without a slash at the end. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Makes an authorization code, as when a user agrees to the app. It is good for one exchange. */
  issueCode(code: string, user: ZohoUser): void {
    this.#codes.set(code, user);
  }

  /** Makes a refresh token, as Zoho's API console does. */
  issueRefreshToken(user: ZohoUser): string {
    this.#issued.refresh += 1;
    const token = `refresh-${this.#issued.refresh}`;
    this.#refreshTokens.set(token, user);
    return token;
  }

  /** Makes an access token. */
  issueAccessToken(user: ZohoUser): string {
    this.#issued.access += 1;
    const token = `access-${this.#issued.access}`;
    const endsAtMs = Date.now() + LIFETIME_SECONDS * 1000;
    this.#accessTokens.set(token, { user, endsAtMs });
    return token;
  }

  /** Refuses a refresh token from now on, as when its user withdraws the app's permission. */
  withdraw(refreshToken: string): void {
    this.#refreshTokens.delete(refreshToken);
  }

  /**
   * Gives what was asked since the last call, in order: `exchange CODE`, `refresh REFRESH_TOKEN`,
   * `revoke REFRESH_TOKEN`, and `current-user`, `org` or `users` with the access token.
   */
  takeRequests(): string[] {
    const taken = this.#requests;
    this.#requests = [];
    return taken;
  }

  /** Stops it, without waiting for connections that clients keep open. */
  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const call = `${request.method} ${request.url}`;
    if (call === "POST /oauth/v2/token") return this.#issueTokens(await formOf(request));
    if (call === "POST /oauth/v2/token/revoke") return this.#revoke(await formOf(request));
    const crmCall = CRM_CALLS.get(call.replace(/^GET \/crm\/v[678]\//, ""));
    if (crmCall !== undefined) return this.#answerCrm(crmCall, request.headers.authorization);
    this.#requests.push(call);
    return { status: 404, body: { code: "INVALID_URL_PATTERN" } };
  }

  #issueTokens(form: Map<string, string>): Answer {
    const isExchange = form.get("grant_type") === "authorization_code";
    const given = form.get(isExchange ? "code" : "refresh_token") ?? "";
    this.#requests.push(`${isExchange ? "exchange" : "refresh"} ${given}`);
    if (form.get("client_id") !== CLIENT.id || form.get("client_secret") !== CLIENT.secret) {
      return refused("invalid_client");
    }
    return isExchange ? this.#exchange(given, form.get("redirect_uri")) : this.#refresh(given);
  }

  #exchange(code: string, redirectURL: string | undefined): Answer {
    const user = this.#codes.get(code);
    if (user === undefined) return refused("invalid_code");
    if (redirectURL !== CLIENT.redirectURL) return refused("invalid_redirect_uri");
    this.#codes.delete(code);
    const body = { refresh_token: this.issueRefreshToken(user), ...this.#accessFor(user) };
    return { body };
  }

  #refresh(refreshToken: string): Answer {
    const user = this.#refreshTokens.get(refreshToken);
    return user === undefined ? refused("invalid_code") : { body: this.#accessFor(user) };
  }

  #accessFor(user: ZohoUser): object {
    return {
      access_token: this.issueAccessToken(user),
      api_domain: this.#apiDomain ?? this.url,
      token_type: "Bearer",
      expires_in: LIFETIME_SECONDS,
    };
  }

  #revoke(form: Map<string, string>): Answer {
    const token = form.get("token") ?? "";
    this.#requests.push(`revoke ${token}`);
    if (!this.#refreshTokens.delete(token)) return { status: 400, body: { error: "invalid_code" } };
    return { body: { status: "success" } };
  }

  #answerCrm(call: string, authorization = ""): Answer {
    const token = authorization.replace("Zoho-oauthtoken ", "");
    this.#requests.push(`${call} ${token}`);
    const { user, endsAtMs } = this.#accessTokens.get(token) ?? { endsAtMs: 0 };
    if (user === undefined || endsAtMs <= Date.now()) {
      const error = { code: "INVALID_TOKEN", message: "invalid oauth token", status: "error" };
      return { status: 401, body: { ...error, details: {} } };
    }
    if (call === "org") return { body: { org: [{ zgid: user.orgId }] } };
    return { body: { users: [{ email: user.email }] } };
  }
}

/** The accounts server refuses with status 200, and names the reason in the body. */
function refused(error: string): Answer {
  return { body: { error } };
}

async function formOf(request: IncomingMessage): Promise<Map<string, string>> {
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  const form = await new Response(await buffer(request), { headers }).formData();
  return new Map([...form].map(([name, value]) => [name, String(value)]));
}
