import type { Arrival, ClientEnvelope, DialectContext, DialectKind } from './dialect.js';
import { eventsOf, immerseEndpoint, NamespaceDialect } from './namespace-dialect.js';

const NAMESPACE = '/lobby';

/** Messages of the server. */
const TYPES: ReadonlySet<string> = new Set(['PEERS', 'JOINED', 'LEFT', 'MESSAGE', 'RTCSIGNAL']);

/**
 * `/lobby` of 2-IMMERSE: a client names its lobby in the query, or by JOIN. It knows itself by the ID of its socket,
 * which is its client ID.
 */
export const lobbyDialect: DialectKind = {
  name: 'lobby',
  isSpokenAt: (namespace) => namespace === NAMESPACE,
  greets: () => true,
  claims: () => true,
  endpoint: (greeting) => ({ ...immerseEndpoint(greeting), usesSocketId: true }),
  open: (context) => new LobbyDialect(context),
  translate: (envelope) => eventsOf(envelope, TYPES),
};

class LobbyDialect extends NamespaceDialect {
  /** The lobby that the client has joined, which a LEAVE without an argument leaves. */
  private lobby: unknown;

  constructor(private readonly context: DialectContext) {
    super(NAMESPACE, TYPES, (arrival) => this.argumentOf(arrival));
  }

  begin(): readonly ClientEnvelope[] {
    const { lobbyId } = this.context.greeting.parameters;
    if (lobbyId === undefined) return [];
    this.lobby = lobbyId;
    return [{ receiver: NAMESPACE, type: 'JOIN', data: lobbyId }];
  }

  private argumentOf({ name, args: [argument] }: Arrival): unknown {
    if (name === 'JOIN') this.lobby ??= argument;
    if (name !== 'LEAVE') return argument;
    const { lobby } = this;
    this.lobby = undefined;
    return argument ?? lobby;
  }
}
