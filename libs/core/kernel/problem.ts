/**
 * The one error that is meant to be read: by a person (message, and what to do about it) and by a program (code, status).
 * `status` is the HTTP status it answers with; `details` are extra fields of the answer and must hold no secret.
 */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly remedy: string,
    readonly details?: Record<string, unknown>,
  ) {
    super(message);
  }
}
