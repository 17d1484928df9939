import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloseName, LoginData, ServerMessage } from 'lectern-protocol';
import type { Test } from 'tap';
import { LocalBackplane } from '../../../server/backplane/local.js';
import { alone } from '../../../server/backplane/nodes.js';
import { ChatManager } from '../../../server/chat/chat-manager.js';
import { Classroom } from '../../../server/classroom/classroom.js';
import { routes } from '../../../server/handlers/routes.js';
import { IceServers } from '../../../server/ice.js';
import { Namespaces } from '../../../server/namespaces/namespaces.js';
import { checkOptions } from '../../../server/options.js';
import { Programmes } from '../../../server/programme/programmes.js';
import { Router } from '../../../server/protocol/router.js';
import { Passwords } from '../../../server/rooms/passwords.js';
import { Rooms } from '../../../server/rooms/rooms.js';
import { Entrance } from '../../../server/session/entrance.js';
import { ALL_GRANTS, Identities } from '../../../server/session/identity.js';
import type { Link } from '../../../server/session/link.js';
import { SessionRecords } from '../../../server/session/records.js';
import { Sessions } from '../../../server/session/sessions.js';
import { Throttle } from '../../../server/session/throttle.js';
import { Tickets } from '../../../server/session/tickets.js';
import type { Circle, CircleMember } from '../../../server/socket/circle.js';
import type { Connection } from '../../../server/socket/connection.js';
import type { Frame } from '../../../server/socket/frame.js';
import { Heartbeat } from '../../../server/socket/heartbeat.js';
import { Inbox } from '../../../server/socket/inbox.js';
import { Kernel } from '../../../server/socket/kernel.js';
import { ratesOf } from '../../../server/socket/limits.js';
import { type Sequence, Turn } from '../../../server/socket/turn.js';
import { openStore } from '../../../server/store/open.js';
import type { Store } from '../../../server/store/store.js';
import { createTranslator } from '../../../server/translation/translator.js';

/** A database for all that a test file plays. */
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

/** A socket without a network: what it is told is kept, and when its end is heard of is the test's to say. */
export class Wire implements Connection, CircleMember {
  readonly told: ServerMessage[] = [];
  readonly receivedBytes = 0;
  closedBy: CloseName | undefined;
  /** Its end has been told to the server. */
  gone = false;
  private circle: Circle | undefined;
  private readonly inbox = new Inbox({ pause() {}, resume() {} });
  private readonly link: Link;
  private requests = 0;
  /** The first request of this type. */
  private relogin: string | undefined;
  /** Everything that it was given to do so far. */
  private done: Promise<void> = Promise.resolve();

  constructor(sessions: Sessions, name: string) {
    this.link = sessions.create({
      roomId: ROOM,
      deltas: true,
      announced: true,
      identity: { user: { id: name, name }, role: 'presenter', grants: ALL_GRANTS },
      shown: undefined,
      address: '127.0.0.1',
    });
    this.push(() => this.link.opened(this));
  }

  send(frame: Frame): void {
    this.flush();
    this.take([frame]);
  }

  take(frames: readonly Frame[]): void {
    if (this.closedBy !== undefined || this.gone) return;
    for (const frame of frames) this.told.push(JSON.parse(frame.payload.toString()));
  }

  gather(): boolean {
    return false;
  }

  joins(): boolean {
    return false;
  }

  hear({ frames }: Sequence): void {
    this.take(frames);
  }

  flush(): void {
    if (this.circle) this.take(this.circle.rest(this));
  }

  follow(circle: Circle | undefined): void {
    this.flush();
    this.circle?.delete(this);
    this.circle = circle;
    circle?.add(this);
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

  /** Sends a request; the answer can be had once the wire has settled. */
  ask(type: string, data?: unknown): () => ServerMessage | undefined {
    const id = `${type} ${++this.requests}`;
    const text = JSON.stringify({ type, data, id });
    // Who shows a ticket says no more before the answer: the first word says that it came.
    const waits = this.relogin !== undefined && !this.told.some((message) => message.id === this.relogin);
    if (type === 'relogin') this.relogin ??= id;
    if (this.closedBy === undefined && !this.gone && !waits) {
      this.push(() => this.link.receive(text, text.length));
    }
    return () => this.told.find((message) => message.id === id);
  }

  /** The server hears that the connection is gone. */
  end(code: number): void {
    if (this.gone) return;
    this.gone = true;
    this.push(() => this.link.closed(code, ''));
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

/** A server without its doors. */
export class House {
  readonly wires: Wire[] = [];
  /** Every ticket that was given, by the client that it was given to. */
  readonly tickets: { clientId: string; ticket: string }[] = [];
  readonly loggedOut = new Set<string>();
  readonly sessions: Sessions;
  private removals: Promise<unknown> = Promise.resolve();
  private readonly manager: ChatManager;

  constructor(store: Store) {
    const options = checkOptions({ otherRate: 1e6, otherBurst: 1e6, refusals: 1e6 });
    const backplane = new LocalBackplane();
    const log = { info() {}, error() {}, warn() {} };
    this.manager = new ChatManager(backplane, new Turn(new Kernel('node')));
    const { manager } = this;
    const identities = new Identities('a secret for the races of this test', undefined);
    const translator = createTranslator(options, { onOutcome: () => {} });
    const clock = () => performance.now();
    const classroom = new Classroom({ store, backplane, manager, translator, clock, log });
    const ice = new IceServers(options);
    const passwords = new Passwords();
    const namespaces = new Namespaces(manager, backplane);
    const programmes = new Programmes({ backplane, manager, namespaces, options, log });
    const rooms = new Rooms({ store, backplane, manager, passwords, sessions: () => this.sessions, log });
    const context = {
      manager,
      classroom,
      rooms,
      namespaces,
      programmes,
      ice,
      sessions: () => this.sessions,
      log,
    };
    const observer = { handled: () => {}, refused: () => {} };
    this.sessions = new Sessions({
      options,
      rates: ratesOf(options),
      backplane,
      nodes: alone,
      manager,
      classroom,
      router: new Router(routes, context, options, observer),
      heartbeat: new Heartbeat(1000, 1000),
      identities,
      // Failed tickets are what is tried here: nobody is slowed down.
      entrance: new Entrance({
        identities,
        manager,
        classroom,
        rooms,
        namespaces,
        store,
        throttle: new Throttle(() => Infinity),
      }),
      tickets: new Tickets('a secret for the races of this test', 600_000),
      records: new SessionRecords({ backplane, nodes: alone, store, log }, 600_000),
      tell() {},
      clock: () => performance.now(),
      log,
    });
  }

  /** Somebody new; returns the id. */
  connect(): string {
    const wire = new Wire(this.sessions, `guest ${this.wires.length}`);
    this.wires.push(wire);
    return wire.clientId;
  }

  /** Removes a client, wherever it is; resolves with false where it had left already. */
  async drop(clientId: string): Promise<boolean> {
    const removal = (async () => {
      try {
        const session = this.sessions.here(clientId);
        if (!session) return false;
        await session.drop('the host said so');
        this.loggedOut.add(clientId);
        return true;
      } catch {
        return false;
      }
    })();
    this.removals = Promise.all([this.removals, removal]);
    return removal;
  }

  /** Waits until nothing more happens, and writes down the tickets that were given. */
  async settle(): Promise<void> {
    let before: number;
    do {
      before = this.told;
      await this.removals;
      await Promise.all(this.wires.map((wire) => wire.settled()));
      // A connection that the server closed hears of it too.
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
