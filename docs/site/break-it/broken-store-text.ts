/** What a reader is shown of a broken store. */
export interface BrokenStoreText {
  /** The name of its class. */
  readonly name: string;

  /** The same in words. */
  readonly words: string;

  /** What the mistakes of its file are in. */
  readonly subject: string;

  /** Its class, as it stands in the source. */
  readonly code: string;

  /** What the class that it extends does, where that is not the correct store itself. */
  readonly base: { readonly name: string; readonly summary: string } | null;

  /** How the mistake is mended. */
  readonly repair: string;

  /** The clauses that it breaks. */
  readonly caughtBy: readonly string[];
}
