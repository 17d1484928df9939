import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloseName, LoginData, ServerMessage } from 'lectern-protocol';
import type { Test } from 'tap';
import type { Backplane } from '../../../server/backplane/backplane.js';
import { LocalBackplane } from '../../../server/backplane/local-backplane.js';
import { type NodeRegistry, singleNode } from '../../../server/backplane/node-registry.js';
import { ChatManager } from '../../../server/chat/chat-manager.js';
import { Classroom } from '../../../server/classroom/classroom.js';
import type { BroadcastGroup, GroupMember } from '../../../server/delivery/broadcast-group.js';
import type { Connection } from '../../../server/delivery/connection.js';
import type { Frame } from '../../../server/delivery/frame.js';
import type { FrameChain } from '../../../server/delivery/frame-chain.js';
import { TickBatcher } from '../../../server/delivery/tick-batcher.js';
import { routes } from '../../../server/handlers/routes.js';
import { IceServers } from '../../../server/ice-servers.js';
import { Browsers } from '../../../server/identity/browsers.js';
import { DownloadLinks } from '../../../server/identity/download-links.js';
import { ALL_GRANTS } from '../../../server/identity/identity.js';
import { IdentityProvider } from '../../../server/identity/identity-provider.js';
import { Revocations } from '../../../server/identity/revocations.js';
import { Tickets } from '../../../server/identity/tickets.js';
import { MediaRooms } from '../../../server/media/media-rooms.js';
import { Namespaces } from '../../../server/namespaces/namespaces.js';
import { checkOptions } from '../../../server/options.js';
import { Programmes } from '../../../server/programme/programmes.js';
import { AccountLimits } from '../../../server/protocol/account-limits.js';
import { Router } from '../../../server/protocol/router.js';
import { RoomPasswords } from '../../../server/room-settings/room-passwords.js';
import { RoomSettingsService } from '../../../server/room-settings/room-settings.js';
import { WaitingRooms } from '../../../server/room-settings/waiting-rooms.js';
import { AccessControl } from '../../../server/session/access-control.js';
import { Heartbeat } from '../../../server/session/heartbeat.js';
import { NodeMessenger } from '../../../server/session/node-messenger.js';
import type { SessionConnection } from '../../../server/session/session-connection.js';
import { SessionConnections } from '../../../server/session/session-connections.js';
import { SessionRecords } from '../../../server/session/session-records.js';
import { Sessions } from '../../../server/session/sessions.js';
import { BatchSender } from '../../../server/socket/batch-sender.js';
import { InboundQueue } from '../../../server/socket/inbound-queue.js';
import { openStore } from '../../../server/store/open-store.js';
import type { Store } from '../../../server/store/store.js';
import { createTranslator } from '../../../server/translation/create-translator.js';
import { BudgetMeter } from '../../../server/util/budget-meter.js';

/** One database for all runs of a test file. */
export async function makeStore(t: Test): Promise<Store> {
  const data = mkdtempSync(join(tmpdir(), 'lectern-races-'));
  const store = await openStore({ data });
  t.teardown(async () => {
    await store.close();
    rmSync(data, { recursive: true });
  });
  return store;
}

const ROOM = 'blue';

/**
 * A connection without a network. It records the messages it receives, and the test decides when the server notices its
 * end.
 */
export class Wire implements Connection, GroupMember {
  readonly told: ServerMessage[] = [];
  readonly receivedBytes = 0;
  readonly queuedBytes = 0;
  readonly reading = true;
  readonly transport = 'websocket';
  readonly detectsSilence = false;
  readonly reportsPositions = false;
  closedBy: CloseName | undefined;
  /** The server has noticed the end of the connection. */
  gone = false;
  private group: BroadcastGroup | undefined;
  private readonly inbox = new InboundQueue({ pause() {}, resume() {} });
  private readonly link: SessionConnection;
  private requests = 0;
  /** The ID of the first relogin request. */
  private relogin: string | undefined;
  /** All work on this connection so far. */
  private done: Promise<void> = Promise.resolve();

  constructor(connections: SessionConnections, name: string, serial: number) {
    this.link = connections.accept({
      roomId: ROOM,
      deltas: true,
      loginAnnounced: true,
      identity: { user: { id: name, name }, role: 'presenter', grants: ALL_GRANTS },
      upgradeToken: undefined,
      address: '127.0.0.1',
      secure: false,
      serial,
    });
    this.push(() => this.link.opened(this));
  }

  send(frame: Frame): void {
    this.flush();
    this.enqueue([frame]);
  }

  enqueue(frames: readonly Frame[]): void {
    if (this.closedBy !== undefined || this.gone) return;
    for (const frame of frames) this.told.push(JSON.parse(frame.payload.toString()));
  }

  stage(): boolean {
    return false;
  }

  stageShared(): boolean {
    return false;
  }

  writeShared({ frames }: FrameChain): void {
    this.enqueue(frames);
  }

  flush(): void {
    if (this.group) this.enqueue(this.group.takePending(this));
  }

  setBroadcastGroup(group: BroadcastGroup | undefined): void {
    this.flush();
    this.group?.delete(this);
    this.group = group;
    group?.add(this);
  }

  close(name: CloseName): void {
    this.flush();
    this.closedBy ??= name;
  }

  terminate(): void {
    this.closedBy ??= 'dead';
  }

  ping(): void {}

  get clientId(): string {
    return this.link.client.id;
  }

  get state(): string {
    return this.link.session.state;
  }

  /** Sends a request. The returned function gives the reply once the wire has settled. */
  ask(type: string, data?: unknown, receiver?: string): () => ServerMessage | undefined {
    const id = `${type} ${++this.requests}`;
    const text = JSON.stringify({ receiver, type, data, id });
    // After presenting a ticket, a client sends nothing more before the reply: its next message proves that the reply
    // arrived.
    const waits = this.relogin !== undefined && !this.told.some((message) => message.id === this.relogin);
    if (type === 'relogin') this.relogin ??= id;
    if (this.closedBy === undefined && !this.gone && !waits) {
      this.push(() => this.link.receive(text, text.length));
    }
    return () => this.told.find((message) => message.id === id);
  }

  /** The server notices that the connection is gone. */
  end(code: number): void {
    if (this.gone) return;
    this.gone = true;
    this.push(() => this.link.closed(code));
  }

  settled(): Promise<void> {
    return this.done;
  }

  private push(task: () => Promise<void> | void): void {
    this.done = Promise.all([
      this.done,
      new Promise<void>((resolve) => {
        this.inbox.push(async () => {
          await task();
          resolve();
        });
      }),
    ]).then(() => {});
  }
}

/** A server without its network endpoints. */
export class House {
  readonly wires: Wire[] = [];
  /** Every issued ticket, with the client it was issued to. */
  readonly tickets: { clientId: string; ticket: string }[] = [];
  readonly loggedOut = new Set<string>();
  readonly sessions: Sessions;
  readonly connections: SessionConnections;
  private removals: Promise<unknown> = Promise.resolve();
  private readonly manager: ChatManager;

  /**
   * @param backplane shared with the other nodes
   * @param nodes present if the server is a node of a cluster
   */
  constructor(store: Store, backplane: Backplane = new LocalBackplane(), nodes: NodeRegistry = singleNode) {
    const options = checkOptions({ otherRate: 1e6, otherBurst: 1e6, refusals: 1e6 });
    const log = { debug() {}, info() {}, error() {}, warn() {} };
    this.manager = new ChatManager(backplane, new TickBatcher(new BatchSender('node')), 1e9);
    const { manager } = this;
    const identities = new IdentityProvider('a secret for the races of this test', undefined);
    const translator = createTranslator(options, { onOutcome: () => {} });
    const clock = () => performance.now();
    const budgets = new BudgetMeter();
    const classroom = new Classroom({
      store,
      backplane,
      manager,
      translator,
      clock,
      budgets,
      links: new DownloadLinks('a secret'),
      options: { ...options, reconnectionTimeout: 0 },
      log,
    });
    const ice = new IceServers(options);
    const events = { loginFailed() {}, resumed() {}, connectionClosed() {} };
    const passwords = new RoomPasswords(options, budgets, clock);
    const namespaces = new Namespaces(manager, backplane);
    const programmes = new Programmes({ backplane, manager, namespaces, options, log });
    const rooms = new RoomSettingsService({
      store,
      backplane,
      manager,
      passwords,
      log,
    });
    const waiting = new WaitingRooms({ store, backplane, manager, classroom, rooms, namespaces, log });
    const revocations = new Revocations({ store, backplane, options, log });
    this.sessions = new Sessions({
      options,
      backplane,
      nodes,
      manager,
      classroom,
      rooms,
      identities,
      revocations,
      access: new AccessControl({
        identities,
        classroom,
        rooms,
        waiting,
        namespaces,
        store,
      }),
      tickets: new Tickets('a secret for the races of this test', 600_000),
      records: new SessionRecords({ backplane, nodes, store, log }, 600_000),
      messenger: new NodeMessenger({ backplane, nodes, log }),
      events,
      log,
    });
    const { sessions } = this;
    const browsers = new Browsers({ store, identities, revocations, options, log });
    const media = new MediaRooms({ backplane, clock, manager, classroom, options, log });
    const features = { manager, classroom, rooms, waiting, namespaces, programmes, ice, media };
    const context = { ...features, browsers, sessions, options, log };
    const observer = { handled: () => {}, refused: () => {} };
    const router = new Router(routes, context, options, observer);
    const heartbeat = new Heartbeat(1000, 1000);
    this.connections = new SessionConnections({
      options,
      limits: new AccountLimits(options, new BudgetMeter()),
      sessions,
      router,
      heartbeat,
      identities,
      events,
      log,
    });
  }

  /**
   * Connects a new client and returns its ID.
   * @param serial place of the connection among those of all nodes
   */
  connect(serial = this.wires.length + 1): string {
    const wire = new Wire(this.connections, `guest ${this.wires.length}`, serial);
    this.wires.push(wire);
    return wire.clientId;
  }

  /** Removes a client, wherever it is connected. Resolves with false if it had already left. */
  async drop(clientId: string): Promise<boolean> {
    const removal = (async () => {
      try {
        await this.sessions.drop(clientId, 'the host said so');
        this.loggedOut.add(clientId);
        return true;
      } catch {
        return false;
      }
    })();
    this.removals = Promise.all([this.removals, removal]);
    return removal;
  }

  /** Waits until nothing more happens, and records the issued tickets. */
  async settle(): Promise<void> {
    let before: number;
    do {
      before = this.told;
      await this.removals;
      await Promise.all(this.wires.map((wire) => wire.settled()));
      // A connection that the server closed receives the close as well.
      for (const wire of this.wires) if (wire.closedBy !== undefined) wire.end(1006);
      await Promise.all(this.wires.map((wire) => wire.settled()));
    } while (this.told !== before);
    for (const wire of this.wires) for (const message of wire.told) this.note(wire, message);
  }

  get inRoom(): string[] {
    return this.manager.rooms.get(ROOM)?.info.clients.map(({ id }) => id) ?? [];
  }

  private get told(): number {
    return this.wires.reduce((sum, { told, gone }) => sum + told.length + Number(gone), 0);
  }

  private note(wire: Wire, { type, data }: ServerMessage): void {
    const { status, data: given, id } = (data ?? {}) as { status?: string; data?: unknown; id?: string };
    if (status !== 'ok') return;
    if (type === 'logout') this.loggedOut.add(wire.clientId);
    const login = type === 'login' ? (given as LoginData) : undefined;
    const relogin = type === 'relogin' ? (given as { ticket?: string } | string) : undefined;
    const next = typeof relogin === 'string' ? relogin : relogin?.ticket;
    const ticket =
      login?.reconnectionTicket ?? next ?? (type === 'refreshReconnectionTicket' ? given : undefined);
    const clientId = login?.id ?? id ?? wire.clientId;
    if (typeof ticket === 'string' && !this.tickets.some((known) => known.ticket === ticket)) {
      this.tickets.push({ clientId, ticket });
    }
  }
}
