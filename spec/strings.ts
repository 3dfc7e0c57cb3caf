/**
 * Strings that have broken a storage before.
 *
 * @module
 */
import type { Clause } from "./clause.js";
import { FIELDS, type TokenFields } from "./token-fields.js";
import { anyText, fieldsOf, HOSTILE, ILL_FORMED, LONG } from "./tokens.js";

const method = "whole store";

/** Strings that have broken a storage before, in reading order. */
export const strings: readonly Clause[] = [
  {
    id: "store/keeps-hostile-strings",
    level: "MUST",
    method,
    title: "keeps quotes, commas, newlines, NUL, marks and emoji as they are",
    why: "A CSV row breaks in two, a query ends early; a session is gone or another's is hit.",
    source: "this project: the SDK's file store and K192's sample break on several",
    after: ["save/keeps-every-field", "find/exact"],
    async check(t) {
      await t.forEach(HOSTILE, async (t, text) => {
        const id = await t.save(fieldsOf(text));
        const [stored] = await t.list();
        t.equal({ ...stored, id }, { ...fieldsOf(text), id });
      });
    },
  },
  {
    id: "store/finds-hostile-strings",
    level: "MUST",
    method,
    title: "looks up by such strings exactly",
    why: "O'Brien would be logged out at every restart, or stored again at every save.",
    source: "this project: the SDK's file store and K192's sample break on several",
    after: ["store/keeps-hostile-strings", "find/by-user", "find/owned-by-key"],
    async check(t) {
      await t.forEach(HOSTILE, async (t, text) => {
        const row = await t.given({ userName: text, refreshToken: text });
        await t.finds({ userName: text }, row);
        await t.finds({ refreshToken: text }, row);
      });
    },
  },
  {
    id: "store/keeps-long-strings",
    level: "MUST",
    method,
    title: "keeps a string of 64 KiB whole",
    why: "A column that cuts at 255 characters stores a token that no longer works.",
    source: "this project: the published columns are varchar(255)",
    after: ["save/keeps-every-field", "save/updates-by-user", "save/updates-every-field"],
    async check(t) {
      const names = FIELDS.filter((field) => field !== "id");
      const long = (mark: string) =>
        Object.fromEntries(names.map((field) => [field, `${LONG}${field}${mark}`]));
      const user = { userName: `${LONG}userName` };
      await t.save({ ...long(""), ...user });
      await t.save({ ...long("2"), ...user });
      const [stored] = await t.list();
      t.equal({ ...stored, id: "any" }, { ...long("2"), ...user, id: "any" });
    },
  },
  {
    id: "store/finds-long-strings",
    level: "MUST",
    method,
    title: "tells two strings of 64 KiB apart by their last character",
    why: "A column or an index that compares the first 255 characters finds another's token.",
    source: "this project",
    after: ["store/keeps-long-strings", "find/by-user", "find/owned-by-key"],
    async check(t) {
      const row = await t.given({ userName: `${LONG}1`, refreshToken: `${LONG}1` });
      await t.finds({ userName: `${LONG}1` }, row);
      await t.finds({ refreshToken: `${LONG}1` }, row);
      t.equal(await t.find({ userName: `${LONG}2` }), null);
      t.equal(await t.find({ refreshToken: `${LONG}2` }), null);
    },
  },
  {
    id: "store/keeps-any-string",
    level: "MUST",
    method,
    title: "keeps, and finds by, any well-formed string",
    why: "The list of hostile strings is a list of examples.",
    source: "this project",
    after: ["store/keeps-hostile-strings", "store/finds-hostile-strings", "find/by-access-token"],
    async check(t) {
      await t.forAll(anyText, async (t, text) => {
        const row = await t.given({ userName: text, accessToken: text, expiresIn: text });
        await t.finds({ userName: text }, row);
        await t.finds({ accessToken: text }, row);
        await t.holds(row);
      });
    },
  },
  {
    id: "store/refuses-ill-formed-strings",
    level: "MUST",
    method,
    title: "refuses to store a string that holds half a surrogate pair",
    why: "UTF-8 has no form for it: what is stored is another string, equal to other users'.",
    source: "this project",
    async check(t) {
      for (const text of ILL_FORMED) {
        for (const field of FIELDS) {
          const fields: TokenFields = { userName: "ann", refreshToken: "R", [field]: text };
          t.refused(await t.call("saveToken", t.token(fields)));
        }
      }
      await t.holdsCount(0);
    },
  },
  {
    id: "store/finds-nothing-by-ill-formed-strings",
    level: "MUST",
    method,
    title: "finds nothing by a string that holds half a surrogate pair",
    why: "Written as UTF-8 it equals U+FFFD, and finds whoever is stored under that.",
    source: "this project",
    after: ["save/own-id"],
    async check(t) {
      await t.given({ id: "\ufffd", userName: "half \ufffd", refreshToken: "\ufffd" });
      for (const wanted of [{ userName: "half \udc00" }, { refreshToken: "\ud800" }]) {
        t.isGone(await t.call("findToken", t.token(wanted)));
      }
      t.isGone(await t.call("findTokenById", "\ud800"));
    },
  },
];
