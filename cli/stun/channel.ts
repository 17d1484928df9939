import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { StunError } from './error.js';
import { decode, messageLength, type StunMessage } from './message.js';
import type { StunServer } from './uri.js';

/** A channel to one server for requests and responses. */
export interface Channel {
  /** Whether delivery is guaranteed, so that requests are not repeated. */
  reliable: boolean;
  send(message: Buffer): void;
  /** Called with each message that arrives. */
  onMessage: (message: StunMessage) => void;
  /** Called with the error that ends the channel. */
  onError: (error: StunError) => void;
  close(): void;
}

const nobody = (): void => {};

/** Opens a channel to one address of the server. @throws StunError */
export async function openChannel(
  server: StunServer,
  address: string,
  signal: AbortSignal,
): Promise<Channel> {
  if (server.transport === 'udp' && server.secure) {
    throw new StunError('dtls', 'uses DTLS, which this command cannot test');
  }
  try {
    return await (server.transport === 'udp' ? openUdp : openTcp)(server, address, signal);
  } catch (error) {
    throw toStunError(error, server.secure);
  }
}

async function openUdp({ port }: StunServer, address: string, signal: AbortSignal): Promise<Channel> {
  const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
  const channel: Channel = {
    reliable: false,
    send: (message) => socket.send(message),
    onMessage: nobody,
    onError: nobody,
    close: () => socket.close(),
  };
  socket.on('message', (bytes) => {
    const message = decode(bytes);
    if (message) channel.onMessage(message);
  });
  socket.on('error', (error) => channel.onError(toStunError(error)));
  try {
    socket.connect(port, address);
    await once(socket, 'connect', { signal });
  } catch (error) {
    socket.close();
    throw error;
  }
  return channel;
}

async function openTcp(server: StunServer, address: string, signal: AbortSignal): Promise<Channel> {
  const to = { host: address, port: server.port };
  const socket = server.secure
    ? connectTls({ ...to, ...(isIP(server.host) ? {} : { servername: server.host }) })
    : connect(to);
  const channel: Channel = {
    reliable: true,
    send: (message) => void socket.write(message),
    onMessage: nobody,
    onError: nobody,
    close: () => socket.destroy(),
  };
  let waiting: Buffer = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (;;) {
      const length = messageLength(waiting);
      if (length === undefined || waiting.length < length) return;
      const message = decode(waiting.subarray(0, length));
      waiting = waiting.subarray(length);
      if (message) channel.onMessage(message);
    }
  });
  socket.on('error', (error) => channel.onError(toStunError(error)));
  socket.on('close', () => channel.onError(new StunError('network', 'closed the connection')));
  try {
    await once(socket, server.secure ? 'secureConnect' : 'connect', { signal });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return channel;
}

function toStunError(error: unknown, secure = false): StunError {
  if (error instanceof StunError) return error;
  const { code, name, message, syscall } = error as NodeJS.ErrnoException;
  if (name === 'AbortError') return new StunError('no-answer', 'no answer');
  if (code === 'ECONNREFUSED') return new StunError('closed-port', 'nothing is listening there');
  if (secure && syscall !== 'connect') return new StunError('tls', `TLS failed: ${message}`);
  return new StunError('network', message);
}
