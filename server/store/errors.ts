/** The store cannot be opened. The message is one line for the server administrator, with a cause and a remedy. */
export class StoreError extends Error {
  override name = 'StoreError';
}
