import type { LoginData, ReloggedIn, RoomInfo, Text } from 'lectern-protocol';
import { isOwtToken, readOwtToken } from '../identity/owt-token.js';
import type {
  Acknowledge,
  Arrival,
  ClientEnvelope,
  Dialect,
  DialectContext,
  DialectKind,
  Envelope,
  SocketEvent,
} from './dialect.js';
import { PendingRequests } from './pending-requests.js';

/** The requests of a conference with media. */
const MEDIA: ReadonlySet<string> = new Set([
  'publish',
  'unpublish',
  'stream-control',
  'subscribe',
  'unsubscribe',
  'subscription-control',
  'soac',
]);

const NO_MEDIA =
  'there is no media on this server: participants see each other and send texts, and voice goes from browser to browser';
const NO_ROOM = 'the token names no room: create it with a room';
const GAP = 'some messages that were sent meanwhile are not available any more; join again';

/** A request that waits for its answer. */
interface Request {
  name: string;
  acknowledge: Acknowledge;
}

/** The answer to a session request. */
type Outcome<Data> = { status: 'ok'; data: Data } | { status: 'error'; data: string };

interface UserAgent {
  userAgent?: { sdk?: unknown };
  token?: unknown;
}

/**
 * OWT signaling: login, tickets and texts of conference clients. A request is acknowledged with a status and data. The
 * room is in the token.
 */
export const owtDialect: DialectKind = {
  name: 'owt',
  isSpokenAt: (namespace) => namespace === '/',
  greets: () => false,
  claims: (_, { name, args: [data], acknowledge }) => {
    if (!acknowledge) return false;
    return name === 'relogin' ? typeof data === 'string' : name === 'login' && isOwtLogin(data);
  },
  endpoint: () => ({ login: true }),
  open: (context) => new OwtDialect(context),
  translate,
};

function isOwtLogin(data: unknown): boolean {
  const { token, userAgent } = objectOf<UserAgent>(data);
  return isOwtToken(token) || userAgent?.sdk !== undefined;
}

function translate({ type, sender, receiver, data }: Envelope): readonly SocketEvent[] {
  switch (type) {
    case 'text': {
      const to = receiver.startsWith('room/') ? 'all' : receiver;
      return [{ name: 'text', args: [{ from: sender, to, message: (data as Text).text }] }];
    }
    case 'participant':
      return [{ name: 'participant', args: [data] }];
    case 'drop':
      return [{ name: 'drop', args: [] }];
    default:
      return [];
  }
}

class OwtDialect implements Dialect {
  private readonly pending = new PendingRequests<Request>();
  /** The client's ID, name and room, as far as they are known. */
  private id: string | undefined;
  private name: string | undefined;
  private room: string | undefined;

  constructor(private readonly context: DialectContext) {}

  receive(arrival: Arrival): readonly ClientEnvelope[] {
    const { name, args, acknowledge = () => {} } = arrival;
    const [data] = args;
    if (name === 'login' && readOwtToken(objectOf<UserAgent>(data).token).room === undefined) {
      this.refuse(acknowledge, NO_ROOM);
      return [];
    }
    return [{ ...this.envelopeOf(name, data), id: this.pending.add({ name, acknowledge }) }];
  }

  private envelopeOf(name: string, data: unknown): ClientEnvelope {
    switch (name) {
      case 'login':
        return { type: name, data: loginOf(data) };
      case 'relogin':
        return { type: name, data };
      case 'text':
        return this.textOf(data);
      default:
        // The server refuses requests that it does not know, and counts them.
        return { type: name };
    }
  }

  private textOf(data: unknown): ClientEnvelope {
    const { to = 'all', message } = objectOf<{ to?: string; message?: unknown }>(data);
    return {
      type: 'text',
      receiver: to === 'all' ? `room/${this.room ?? ''}` : to,
      data: { from: this.name ?? this.id, time: Date.now(), text: message },
    };
  }

  isOwn({ id, type }: Envelope): boolean {
    return this.pending.has(id) || (type === 'room-info' && this.name === undefined);
  }

  own({ id, type, data }: Envelope): readonly SocketEvent[] {
    const request = this.pending.take(id);
    if (request) this.answer(request, type, data);
    // After a relogin, the list contains the client's name.
    else this.name = (data as RoomInfo).clients.find((client) => client.id === this.id)?.username;
    return [];
  }

  private answer({ name, acknowledge }: Request, type: string, data: unknown): void {
    if (type === 'accepted') {
      acknowledge('ok');
      return;
    }
    const outcome: Outcome<unknown> = type === 'error' ? failed(name, data) : (data as Outcome<unknown>);
    if (outcome.status === 'ok') this.granted(name, outcome, acknowledge);
    else if (this.id === undefined && isFirst(name)) this.refuse(acknowledge, outcome.data);
    else acknowledge('error', outcome.data);
  }

  private granted(name: string, outcome: { data: unknown }, acknowledge: Acknowledge): void {
    if (name === 'login') {
      const data = outcome.data as LoginData;
      this.id = data.id;
      this.name = data.name;
      this.room = data.room?.id;
      acknowledge('ok', { ...data, room: { ...data.room, streams: [] } });
    } else if (name === 'relogin') {
      const { id, recovered, logs, data } = outcome as ReloggedIn;
      this.id = id;
      this.room = Object.keys(logs).find((log) => log !== 'direct' && !log.startsWith('/'));
      if (recovered) acknowledge('ok', data);
      else this.refuse(acknowledge, GAP);
    } else if (outcome.data === undefined) acknowledge('ok');
    else acknowledge('ok', outcome.data);
  }

  /** Refuses a login or relogin, after which a client does not use the connection any more. */
  private refuse(acknowledge: Acknowledge, why: string): void {
    acknowledge('error', why);
    this.context.close('bye');
  }
}

/** Whether a request is one with which a client begins. */
const isFirst = (name: string): boolean => name === 'login' || name === 'relogin';

/** Returns the outcome of a request that the server has answered with an error. */
const failed = (name: string, error: unknown): Outcome<never> => ({
  status: 'error',
  data: MEDIA.has(name) ? NO_MEDIA : (error as { message: string }).message,
});

/** Returns the data of a login. Clients of protocol 1.2 expect the answer to a relogin in the form of protocol 1.1. */
function loginOf(data: unknown): Record<string, unknown> {
  const { token: shown, protocol, ...login } = objectOf<Record<string, unknown>>(data);
  const { token, room } = readOwtToken(shown);
  return { ...login, token, room, protocol: protocol === '1.2' ? '1.1' : protocol };
}

/** Returns the members of a value, which is not an object if the client has sent something else. */
const objectOf = <T extends object>(value: unknown): Partial<T> =>
  typeof value === 'object' && value !== null ? (value as Partial<T>) : {};
