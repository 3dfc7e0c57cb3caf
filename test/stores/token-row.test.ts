import { describe, expect, it } from "vitest";
import { ListTokenStore, type OAuthToken } from "../../src/index.js";
import {
  completeToken,
  mergeRows,
  rowFromToken,
  rowToInsert,
  tokenFromRow,
} from "../../src/token-row.js";
import { refusalOf, rowOf, tokenOf, valuesOf } from "./arrange.js";

/** A token one of whose fields is what plain JavaScript can make it. */
function tokenWith(set: (token: OAuthToken) => void): OAuthToken {
  const token = tokenOf({ user_name: "ann", refresh_token: "R" });
  set(token);
  return token;
}

const message = async (token: unknown): Promise<string> =>
  (await refusalOf(new ListTokenStore().saveToken(token as OAuthToken))).message;

describe("a token is refused", () => {
  it("when a field is no string, with the field's name and never its value", async () => {
    const token = tokenWith((token) => token.setAccessToken(42 as never));
    expect(await message(token)).toBe("the token's access token must be a string, not a number.");
  });

  it("when a getter throws, without what it throws", async () => {
    const token = tokenWith((token) => {
      token.getGrantToken = () => {
        throw new Error("canary");
      };
    });
    expect(await message(token)).toMatch(/^the token's grant token cannot be read/);
  });

  it("when a string holds half a surrogate pair", async () => {
    const token = tokenWith((token) => token.setAPIDomain("\ud83d"));
    expect(await message(token)).toContain("API domain is not a well-formed string");
  });

  it("when it is of another class, with the remedy", async () => {
    const foreign = { getAccessToken: () => "A", getUserSignature: () => null };
    expect(await message(foreign)).toContain("Copy this store beside a seam");
    expect(await message(null)).toBe("expected an OAuthToken, got null.");
    expect(await message({ token: "canary" })).toBe(
      "expected an OAuthToken, got a value of type object.",
    );
  });
});

describe("rows", () => {
  it("hold every field of a token, and give it back", () => {
    const row = rowFromToken(tokenOf(rowOf(1)));
    expect(row).toEqual(rowOf(1));
    expect(valuesOf(tokenFromRow({ ...row, id: "id1" }))).toEqual(Object.values(rowOf(1)));
  });

  it("hold null for what is blank", () => {
    const row = rowFromToken(tokenOf({ user_name: "", access_token: "", api_domain: "" }));
    expect(new Set(Object.values(row))).toEqual(new Set([null]));
  });

  it("complete a token's blank fields and its id, and leave the filled ones", () => {
    const token = tokenOf({ id: "own", user_name: "", access_token: "kept", client_id: "" });
    expect(completeToken(token, rowOf(1))).toBe(token);
    expect(valuesOf(token)).toEqual(Object.values({ ...rowOf(1), access_token: "kept" }));
  });

  it("are laid over stored ones, whose id stays", () => {
    const given = rowFromToken(tokenOf({ id: "own", access_token: "new" }));
    expect(mergeRows(rowOf(1), given)).toEqual({ ...rowOf(1), access_token: "new" });
  });

  it("are given another id when the one that was made is taken", () => {
    const tried: string[] = [];
    const { id } = rowToInsert(rowFromToken(tokenOf({ refresh_token: "R" })), (id) => {
      tried.push(id);
      return tried.length < 3;
    });
    expect(new Set(tried).size).toBe(3);
    expect(id).toBe(tried[2]);
    expect(id).toMatch(/^[0-9a-z]{10}$/);
  });
});
