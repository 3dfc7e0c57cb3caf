import { Console } from "node:console";
import { PassThrough } from "node:stream";
import { format, inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { OAuthToken, UserSignature } from "../../src/index.js";

const SECRETS = ["client-secret", "grant-token", "refresh-token", "access-token"] as const;

/** A token with every field set. */
function wholeToken(): OAuthToken {
  const token = new OAuthToken(
    "client-id",
    "client-secret",
    "grant-token",
    "refresh-token",
    "https://app.test/callback",
    "the-id",
    "access-token",
    new UserSignature("ann"),
  );
  token.setExpiresIn("1700000000000");
  token.setAPIDomain("https://api.test");
  return token;
}

/** What `console.log` writes. */
function logged(...values: unknown[]): string {
  const output = new PassThrough();
  new Console(output).log(...values);
  return String(output.read());
}

const prints: [string, (token: OAuthToken) => string][] = [
  ["console.log", (token) => logged(token)],
  ["console.log in an object", (token) => logged({ at: { some: { depth: [token] } } })],
  ["console.log with %s", (token) => logged("%s", token)],
  ["util.format with %o and %O", (token) => format("%o %O %j", token, token, token)],
  ["util.inspect", (token) => inspect(token)],
  ["util.inspect, all of it", (token) => inspect(token, { showHidden: true, depth: null })],
  ["util.inspect at no depth", (token) => inspect([[token]], { depth: 0 })],
  ["util.inspect without its own", (token) => inspect(token, { customInspect: false })],
  [
    "util.inspect, all of it, without its own",
    (token) => inspect(token, { customInspect: false, showHidden: true, depth: null }),
  ],
  ["util.inspect with getters", (token) => inspect(token, { getters: true, showProxy: true })],
  ["String", (token) => String(token)],
  ["a template literal", (token) => `${token}`],
  ["JSON.stringify", (token) => JSON.stringify(token)],
  ["JSON.stringify in an object", (token) => JSON.stringify({ deep: [{ token }] }, null, 2)],
  ["a copy of its properties", (token) => JSON.stringify({ ...token, ...Object.entries(token) })],
  ["an error", (token) => inspect(new Error(`no ${token}`, { cause: token }))],
];

describe("OAuthToken", () => {
  it.each(prints)("shows no secret in %s", (_, print) => {
    const text = print(wholeToken());
    expect(text).not.toBe("");
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  });

  it("shows who and which, and that secrets are set", () => {
    expect(JSON.parse(JSON.stringify(wholeToken()))).toEqual({
      id: "the-id",
      userName: "ann",
      clientId: "client-id",
      clientSecret: "[redacted]",
      refreshToken: "[redacted]",
      accessToken: "[redacted]",
      grantToken: "[redacted]",
      expiresIn: "1700000000000",
      redirectURL: "https://app.test/callback",
      apiDomain: "https://api.test",
    });
  });

  it("shows which secrets are not set", () => {
    const token = new OAuthToken();
    token.setAccessToken("A");
    expect(JSON.parse(JSON.stringify(token))).toMatchObject({
      accessToken: "[redacted]",
      refreshToken: null,
    });
  });

  it("prints on one line under console.log, String and in a template literal", () => {
    const line = `OAuthToken ${JSON.stringify(wholeToken())}`;
    expect(logged(wholeToken())).toBe(`${line}\n`);
    expect(String(wholeToken())).toBe(line);
    expect(`${wholeToken()}`).toBe(line);
  });

  it("gives the values that were set", () => {
    const token = wholeToken();
    expect([
      token.getClientId(),
      token.getClientSecret(),
      token.getGrantToken(),
      token.getRefreshToken(),
      token.getRedirectURL(),
      token.getId(),
      token.getAccessToken(),
      token.getUserSignature()?.getName(),
      token.getExpiresIn(),
      token.getAPIDomain(),
    ]).toEqual([
      "client-id",
      "client-secret",
      "grant-token",
      "refresh-token",
      "https://app.test/callback",
      "the-id",
      "access-token",
      "ann",
      "1700000000000",
      "https://api.test",
    ]);
  });

  it("is made with nothing, and holds nothing then", () => {
    expect(Object.values(new OAuthToken().toJSON())).toEqual(new Array(10).fill(null));
  });
});
