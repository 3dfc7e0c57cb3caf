/**
 * Names the CRM user to whom a token belongs.
 *
 * @see K192, "Understanding the token object"; official SDK, `routes/user_signature`
 */
export class UserSignature {
  /** The user's name. The official SDK writes `email:orgId`. Blank means "no user". */
  readonly name: string;

  /** @param name - The user's name; the empty string names no user. */
  constructor(name: string) {
    this.name = name;
  }

  /** Gives the user's name, exactly as it was passed to the constructor. */
  getName(): string {
    return this.name;
  }
}
