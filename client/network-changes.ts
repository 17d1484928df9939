/**
 * Calls back when the browser's network goes away or comes back, until the returned function is called. The browser
 * only guesses: a server can be reached without a network, for example on the same computer.
 */
export function onNetworkChange(listener: (online: boolean) => void): () => void {
  if (typeof globalThis.addEventListener !== 'function') return () => {};
  const online = () => listener(true);
  const offline = () => listener(false);
  globalThis.addEventListener('online', online);
  globalThis.addEventListener('offline', offline);
  return () => {
    globalThis.removeEventListener('online', online);
    globalThis.removeEventListener('offline', offline);
  };
}
