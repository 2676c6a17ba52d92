/** A mistake in how the product was called or configured: shown as its one-line message, exit status 2, without a stack. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}
