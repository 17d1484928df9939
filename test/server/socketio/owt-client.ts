import type { LoginData } from 'lectern-protocol';
import type { Test } from 'tap';
import { openSocketIo, type SocketIoClient, type Version } from '../../helpers/socket-io.js';

/** The client libraries of OWT's SDKs, and the one of the 4.3 SDK's bundle. */
export const versions = { '2.5.0': 2, '3.1.3': 3, '4.8': 4 } as const;

/** Status and data of an acknowledgement. */
export type Answer<Data = unknown> = [status: 'ok' | 'error', data: Data];

/** The names of the events that SDKs listen to. */
export const EVENTS = ['participant', 'text', 'stream', 'progress', 'drop'];

/** A token of a server in open mode, as a conference's own server makes them. */
export const openToken = (server: string, room: string): string =>
  Buffer.from(JSON.stringify({ tokenId: '5f', host: new URL(server).host, secure: false, room })).toString(
    'base64',
  );

/** A conference client, which speaks as OWT's SDK 5.1 does: it finds the server in its token, and resumes by itself. */
export class OwtClient {
  readonly client: SocketIoClient;
  data: LoginData | undefined;
  private ticket = '';
  /** The answers to logins and relogins. */
  private readonly answers: Answer<string>[] = [];
  private readonly waits: ((answer: Answer<string>) => void)[] = [];

  /** @param url the server to use instead of the one in the token, if any */
  constructor(t: Test, version: Version, token: string, url?: string) {
    const { host, secure } = JSON.parse(Buffer.from(token, 'base64').toString());
    const server = url ?? `${secure ? 'https' : 'http'}://${host}`;
    this.client = openSocketIo(t, server, {
      version,
      reconnection: true,
      reconnectionDelay: 20,
      reconnectionDelayMax: 50,
    });
  }

  /** Logs in with the first packet. Resolves with the answer. */
  login(token: string, more: object = {}): Promise<Answer<LoginData>> {
    const { socket } = this.client;
    const login = {
      token,
      userAgent: { sdk: { version: '5.1', type: 'JavaScript' }, os: { name: 'Linux' } },
      protocol: '1.2',
      reconnection: { keepTime: -1 },
      ...more,
    };
    return new Promise((resolve) => {
      socket.emit('login', login, (status: 'ok' | 'error', data: LoginData) => {
        if (status === 'ok') {
          this.data = data;
          this.useTicket(data.reconnectionTicket);
          socket.on('connect', () => this.relogin());
        }
        resolve([status, data]);
      });
    });
  }

  /** The ID of the participant. */
  get id(): string {
    return this.data?.id ?? '';
  }

  /** Loses the connection as in a network failure. The library opens the next one. */
  lose(): void {
    this.client.socket.io.engine.close();
  }

  /** Resolves with the answer to the next relogin. */
  reloggedIn(): Promise<Answer<string>> {
    const answer = this.answers.shift();
    return answer ? Promise.resolve(answer) : new Promise((resolve) => this.waits.push(resolve));
  }

  private relogin(): void {
    this.client.socket.emit('relogin', this.ticket, (...answer: Answer<string>) => {
      if (answer[0] === 'ok') this.useTicket(answer[1]);
      const wait = this.waits.shift();
      if (wait) wait(answer);
      else this.answers.push(answer);
    });
  }

  /** The SDK reads when the ticket expires, and fails if it is not JSON in base64. */
  private useTicket(ticket = ''): void {
    const { notAfter } = JSON.parse(Buffer.from(ticket, 'base64').toString()) as { notAfter: unknown };
    if (typeof notAfter !== 'number') throw new Error('expected a ticket that expires');
    this.ticket = ticket;
  }
}

/** A client that has logged in to a room of a server in open mode. */
export async function enter(t: Test, server: string, room: string, version: Version = 4): Promise<OwtClient> {
  const token = openToken(server, room);
  const client = new OwtClient(t, version, token);
  const [status, data] = await client.login(token);
  if (status === 'error') throw new Error(String(data));
  return client;
}
