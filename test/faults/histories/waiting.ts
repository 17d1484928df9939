/** ms after which a wait fails. */
const DEADLINE = 90_000;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves with the promise's value. Rejects with the name of the awaited thing if it does not happen in some ms. */
export function within<T>(done: Promise<T>, what: string, ms = DEADLINE): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`timed out waiting for ${what}`)), ms);
    done.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
