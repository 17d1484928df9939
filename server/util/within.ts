import { afterRunning } from './running-time.js';

/**
 * Resolves and rejects as an answer does.
 * @param ms time for the answer, in which the process runs
 * @param late returns the error to reject with if it takes longer
 */
export function within<T>(ms: number, answer: Promise<T>, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const deadline = afterRunning(ms, () => reject(late()));
    answer.then(resolve, reject).finally(() => deadline.cancel());
  });
}
