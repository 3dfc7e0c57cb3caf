import type { Subject } from "./subjects.js";

/** A mistake that the page of a method shows. */
export interface ChosenMistake {
  /** The class of the broken store. */
  readonly store: string;

  /** Why it is shown: what it has cost, or how easily it is made. */
  readonly because: string;
}

/**
 * The mistakes that the pages of the methods show, the worst first. They are chosen by evidence: those
 * that the SDK's own stores make, which the pages tell by themselves, and those that hand a user's
 * token to somebody else or lose it.
 */
export const CHOSEN_MISTAKES: Readonly<Record<Subject, readonly ChosenMistake[]>> = {
  findToken: [
    {
      store: "GivesTheFirstRowWithoutAKey",
      because: "It hands the token of whoever comes first to somebody who has named nobody.",
    },
    {
      store: "ForgetsWhoOwnsTheToken",
      because: "It hands one user's token to another, as soon as two of their values agree.",
    },
    {
      store: "TriesOnlyTheStrongestKey",
      because: "It loses a token at the moment when its user becomes known.",
    },
    {
      store: "IgnoresCase",
      because: "Nobody writes it: a column of MySQL compares like this unless it is told not to.",
    },
    {
      store: "GivesAFreshToken",
      because:
        "It reads well, and logout then does nothing: the SDK reads the id from its own token.",
    },
  ],
  saveToken: [
    {
      store: "ErasesWhatTheTokenLacks",
      because: "It loses every refresh token within an hour, when the access token is renewed.",
    },
    {
      store: "TakesOverAnotherUsersToken",
      because: "It logs one user out, and gives the place to another.",
    },
    {
      store: "OverwritesTheTokenWhoseIdIsTaken",
      because: "An upsert by the id loses whoever had that id.",
    },
    {
      store: "TakesTheGreatestIdAsText",
      because: "It works until the eleventh token: as text, 9 is more than 10.",
    },
    {
      store: "MergesTheTokensOfTwoClients",
      because: "An app with two clients keeps the token of one of them.",
    },
  ],
  deleteToken: [
    {
      store: "RunsTheIdAsACondition",
      because: "An id from outside logs everybody out. The article's sample does this.",
    },
    {
      store: "DeletesTheLastForAnUnknownId",
      because: "It logs out somebody who has nothing to do with the call.",
    },
    {
      store: "DeletesAllForABlankId",
      because: "A token that was never saved has no id, and its logout empties the store.",
    },
    {
      store: "RejectsToDeleteAnUnknownId",
      because: "Who logs out in two tabs gets an error in the second one.",
    },
    {
      store: "KeepsTheNameOfADeletedUserTaken",
      because: "A soft delete beside a unique index locks out everybody who has logged out once.",
    },
  ],
  getTokens: [
    {
      store: "GivesNullWhenThereAreNone",
      because: "A loop over the answer fails on the first day, when nothing is stored yet.",
    },
    {
      store: "ListsOnlyTheFirstPage",
      because: "It is right in every test, and wrong from the first page's end on.",
    },
    {
      store: "ListsWithoutTheClientSecret",
      because: "A backup that is written from this list cannot be used.",
    },
  ],
  deleteTokens: [
    {
      store: "DeletesOnlyTheFirstBatch",
      because: "Tokens that were meant to be gone stay valid, and nobody looks.",
    },
    {
      store: "DropsTheTableWhenDeletingAll",
      because: "All later logins fail until the program is started anew.",
    },
    {
      store: "RejectsToDeleteAllOfNone",
      because: "A clean-up job fails whenever there is nothing to clean up.",
    },
  ],
  findTokenById: [
    {
      store: "RejectsAnUnknownId",
      because:
        "Absence is no error: the SDK asks with the id of a user who has logged out elsewhere.",
    },
    {
      store: "ComparesIdsLoosely",
      because: "It hands out another user's token for an id that looks like a number.",
    },
    {
      store: "GivesTheFirstForABlankId",
      because: "It hands out somebody's token to a caller who has named nobody.",
    },
    {
      store: "LosesTheApiDomainById",
      because: "The token goes to a data centre that does not know it.",
    },
    {
      store: "KeepsIdsInAPlainObject",
      because: "An id such as `__proto__` is found although nobody has stored it.",
    },
  ],
  "whole store": [
    {
      store: "TakesAFailedReadForEmpty",
      because: "The next save then replaces everybody's tokens by one.",
    },
    {
      store: "LooksThenInserts",
      because: "Between the look and the insert another request stores the same user.",
    },
    {
      store: "WritesBackWhatItReadBefore",
      because: "Of several logins at once only the last one is kept.",
    },
    {
      store: "SplitsAtCommas",
      because: "A company's name has a comma in it, and its row is read wrongly ever after.",
    },
    {
      store: "KeepsTheDriversErrorAsTheCause",
      because: "Tokens get into the log, where more people read than in the database.",
    },
    {
      store: "ThrowsInACallback",
      because: "No caller can catch the error, and it ends the whole process.",
    },
  ],
};
