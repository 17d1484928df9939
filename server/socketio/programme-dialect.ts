import { namespaceOf } from 'lectern-protocol';
import { Refusal } from '../protocol/errors.js';
import type {
  Arrival,
  ClientEnvelope,
  Dialect,
  DialectContext,
  DialectKind,
  Envelope,
  SocketEvent,
} from './dialect.js';
import { programmeEvent } from './programme-events.js';

const PROGRAMMES = '/programme';

/** The events of a client, with the member for which the argument can stand. */
const EVENTS: Readonly<Record<string, string | undefined>> = {
  loadRooms: undefined,
  loadUsers: 'roomId',
  createRoom: undefined,
  joinRoom: 'roomId',
  leaveRoom: 'roomId',
  chat: undefined,
  aggroUp: 'aggroUID',
  aggroDown: 'aggroUID',
};

/** Types of chat messages as some clients name them: normal, and spotlighted in two ways. */
const CHAT_TYPES: Readonly<Record<string, string>> = { N: 'chat', A: 'aggro', AP: 'aggro' };

/** The chat of programmes, with a namespace for each: `/<scheduleUID>` or `/programme/<scheduleUID>`. */
export const programmeDialect: DialectKind = {
  name: 'programme',
  isSpokenAt: (namespace) => addressOf(namespace) !== undefined,
  greets: ({ namespace, parameters }) =>
    namespaceOf(namespace) !== PROGRAMMES || textOf(parameters.userUID) !== undefined,
  check({ parameters: { userUID } }, user, openMode) {
    if (openMode) return;
    if (!user) throw new Refusal('login-required', 'connect with a valid token');
    if (userUID !== undefined && userUID !== user.id) {
      throw new Refusal('forbidden', 'userUID is not the user of the token');
    }
  },
  claims: (_, { name, acknowledge }) => Object.hasOwn(EVENTS, name) && !acknowledge,
  open: (context) => new ProgrammeDialect(context),
  translate: (envelope) => eventsOf(envelope),
};

function eventsOf(envelope: Envelope): readonly SocketEvent[] {
  const event = programmeEvent(envelope);
  return event ? [event] : [];
}

/**
 * Returns the address of the programme that a namespace stands for. A word of lower-case letters stands for none, so
 * that a misspelled namespace is refused.
 */
function addressOf(namespace: string): string | undefined {
  if (/^\/programme\/[^/,?]{1,64}$/.test(namespace)) return namespace;
  return /^\/(?![a-z]+$)[\w.~-]{1,64}$/.test(namespace) ? PROGRAMMES + namespace : undefined;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The dialect of one client. */
class ProgrammeDialect implements Dialect {
  private readonly address: string;
  /** The chat room that the client is in. Some clients do not name it when they request its users. */
  private roomId: unknown;
  /** The chat room that the client has requested to join. */
  private joining: unknown;

  constructor(private readonly context: DialectContext) {
    this.address = addressOf(context.greeting.namespace) ?? '';
  }

  /** A client enters the programme by connecting. Clients that name their user expect the list of rooms. */
  begin(): readonly ClientEnvelope[] {
    const { userUID, displayName, token } = this.context.greeting.parameters;
    const username = token === undefined ? textOf(displayName) : undefined;
    return [
      ...(username === undefined ? [] : [{ type: 'profile', data: { username } }]),
      { receiver: this.address, type: textOf(userUID) === undefined ? 'enter' : 'loadRooms' },
    ];
  }

  receive({ name, args: [given] }: Arrival): readonly ClientEnvelope[] {
    const data = this.dataOf(name, given);
    if (isRecord(data)) {
      if (name === 'joinRoom') this.joining = data.roomId;
      if (name === 'createRoom' && textOf(data.password) !== undefined) {
        // Without its password, the room would be open to everybody.
        this.context.emit({ name: 'createRoomReq', args: [{ result: false, err: 'NO_PASSWORDS' }] });
        return [];
      }
    }
    return [{ receiver: this.address, type: name, ...(data !== undefined && { data }) }];
  }

  isOwn({ type }: Envelope): boolean {
    return type === 'createRoomReq' || type === 'joinRoomReq';
  }

  own(envelope: Envelope): readonly SocketEvent[] {
    const { result, roomId = this.joining } = envelope.data as { result: boolean; roomId?: string };
    if (result) this.roomId = roomId;
    return eventsOf(envelope);
  }

  /** Returns the data of an event, for which its only member can stand. */
  private dataOf(name: string, given: unknown): unknown {
    const member = EVENTS[name];
    const data = typeof given === 'string' && member !== undefined ? { [member]: given } : given;
    if (name === 'loadUsers') return data ?? { roomId: this.roomId };
    if (!isRecord(data)) return data;
    if (name === 'chat') return { ...data, type: CHAT_TYPES[String(data.type)] ?? data.type };
    return name === 'createRoom' && textOf(data.max) ? { ...data, max: Number(data.max) } : data;
  }
}
