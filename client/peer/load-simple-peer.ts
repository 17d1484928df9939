import type { TransportFactory } from './transport.js';

/**
 * Loads the transport over simple-peer, which is larger than the rest of the library together: a bundler that splits
 * code puts it into a file of its own. Rejects if that file cannot be fetched; the next call fetches it again.
 */
export async function loadSimplePeer(): Promise<TransportFactory> {
  const { SimplePeerTransport } = await import('./simple-peer-transport.js');
  return (options) => new SimplePeerTransport(options);
}
