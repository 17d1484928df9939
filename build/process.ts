/** The part of Node's `process` that the streams inside simple-peer use: a page has none. */
export const process = {
  env: {},
  nextTick<Values extends unknown[]>(callback: (...values: Values) => void, ...values: Values): void {
    queueMicrotask(() => callback(...values));
  },
};
