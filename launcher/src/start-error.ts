/** The product cannot start, and the message is one sentence that tells an operator what to change. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
