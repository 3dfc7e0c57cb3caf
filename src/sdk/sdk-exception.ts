/**
 * The one error that the SDK and its token stores reject with.
 *
 * A store uses the code `TOKEN_STORE`. The message says what was tried, what failed and what to do
 * about it; neither it nor the cause ever holds a secret.
 *
 * @see official SDK, `core/com/zoho/crm/api/exception/sdk_exception`
 */
export class SDKException extends Error {
  /** Tells this error from others where it is printed. */
  override readonly name = "SDKException";

  /** A short, stable word for the kind of failure, such as `TOKEN_STORE`; `null` when there is none. */
  readonly code: string | null;

  /** Facts about the failure as plain values; `undefined` when there are none. */
  readonly details: Readonly<Record<string, unknown>> | null | undefined;

  /**
   * @param code - The kind of failure; `null` for none.
   * @param message - The sentence that a person reads; `null` for an empty one.
   * @param details - Facts about the failure. Never a secret: they are printed.
   * @param cause - The error that led here, already free of secrets; left out when there is none.
   */
  constructor(
    code: string | null,
    message: string | null,
    details?: Readonly<Record<string, unknown>> | null,
    cause?: unknown,
  ) {
    super(message ?? "", cause === undefined || cause === null ? undefined : { cause });
    this.code = code;
    this.details = details;
  }

  /** Gives the code and the message on one line, without the cause. */
  override toString(): string {
    return `${this.name}: ${[this.code, this.message].filter(Boolean).join(" - ")}`;
  }
}
