/** ms after which what is still awaited will not come. */
const DEADLINE = 90_000;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What a promise gives; rejects with what was waited for where that does not come. */
export function within<T>(done: Promise<T>, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), DEADLINE);
    done.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
