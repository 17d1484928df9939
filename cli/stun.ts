import { lookupAll } from './lookup.js';
import { type Channel, openChannel } from './stun/channel.js';
import { exchange, refusal, TurnDialogue } from './stun/dialogue.js';
import { StunError } from './stun/error.js';
import { Attribute, Class, encodeRequest, Method, readAddress } from './stun/message.js';
import { parseStunUri, type StunServer } from './stun/uri.js';

export { StunError };

export interface Binding {
  /** Our address as the server sees it: `192.0.2.1:54321`. */
  mapped: string;
  /** The address of the server that answered. */
  server: string;
  /** From the first request to the answer (ms). */
  time: number;
}

export interface Allocation {
  /** The address that the server relays from. */
  relayed: string;
  /** Our address as the server sees it. */
  mapped: string | undefined;
  /** Lifetime of the relay in seconds, if it is not released. */
  lifetime: number;
  /** Whether the server required a credential. */
  authenticated: boolean;
  server: string;
  /** From the first request to the grant (ms). */
  time: number;
}

interface Deadline {
  /** Total timeout for the server (ms). */
  timeout?: number;
}

const defaultTimeout = 5000;
/** The protocol number of UDP, the only protocol that is relayed for browsers. */
const udp = 17;

/** Requests our address from a STUN server. @throws StunError */
export async function bind(uri: string, { timeout = defaultTimeout }: Deadline = {}): Promise<Binding> {
  return atServer(uri, timeout, async (channel, signal, server) => {
    const began = performance.now();
    const response = await exchange(channel, encodeRequest(Method.binding), signal);
    if (response.class === Class.error) throw refusal(response);
    const mapped = readAddress(response, 'xorMappedAddress') ?? readAddress(response, 'mappedAddress');
    if (!mapped) throw new StunError('bad-answer', 'answered without our public address');
    return { mapped, server, time: performance.now() - began };
  });
}

/**
 * Requests a relay address from a TURN server with the long-term credential mechanism, and releases it immediately.
 * @throws StunError; for a rejected credential it is `refused` with the status 401
 */
export async function allocate(
  uri: string,
  { username, credential, timeout = defaultTimeout }: { username: string; credential: string } & Deadline,
): Promise<Allocation> {
  return atServer(uri, timeout, async (channel, signal, server) => {
    const began = performance.now();
    const turn = new TurnDialogue(channel, signal, username, credential);
    const response = await turn.request(Method.allocate, {
      requestedTransport: Buffer.from([udp, 0, 0, 0]),
    });
    const time = performance.now() - began;
    const relayed = readAddress(response, 'xorRelayedAddress');
    if (!relayed) throw new StunError('bad-answer', 'granted a relay without its address');
    const lifetime = response.attributes.get(Attribute.lifetime)?.readUInt32BE(0) ?? 0;
    await turn.request(Method.refresh, { lifetime: Buffer.alloc(4) });
    const mapped = readAddress(response, 'xorMappedAddress');
    return { relayed, mapped, lifetime, authenticated: turn.authenticated, server, time };
  });
}

/** Runs a dialogue with each of the server's addresses in turn until one is listening. */
async function atServer<T>(
  uri: string,
  timeout: number,
  run: (channel: Channel, signal: AbortSignal, address: string) => Promise<T>,
): Promise<T> {
  const server = parse(uri);
  const addresses = await resolve(server, timeout);
  let failure = new StunError('unknown-host', `the name ${server.host} could not be resolved`);
  for (const address of addresses) {
    const signal = AbortSignal.timeout(timeout / addresses.length);
    let channel: Channel | undefined;
    try {
      channel = await openChannel(server, address, signal);
      return await run(channel, signal, address);
    } catch (error) {
      if (!(error instanceof StunError) || error.reason === 'refused') throw error;
      failure = error;
    } finally {
      channel?.close();
    }
  }
  throw failure;
}

function parse(uri: string): StunServer {
  try {
    return parseStunUri(uri);
  } catch (error) {
    throw new StunError('bad-uri', (error as TypeError).message);
  }
}

async function resolve({ host }: StunServer, timeout: number): Promise<string[]> {
  try {
    return await lookupAll(host, timeout);
  } catch {
    throw new StunError('unknown-host', `the name ${host} could not be resolved`);
  }
}
