/** A store cannot be opened; the message is one line for the person who starts the server. */
export class StoreError extends Error {
  override name = 'StoreError';
}
