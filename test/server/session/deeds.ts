import fc, { type AsyncCommand } from 'fast-check';
import type { SessionEvent, SessionState } from '../../../server/session/session-state.js';
import { transitions } from '../../../server/session/session-state.js';
import type { House } from './races.js';

// All actions of clients as commands for fast-check. Each command knows its effect on the table of states and on
// tickets, as long as the commands run one after the other.

interface Client {
  id: string;
  state: SessionState;
  /** The client's tickets since its last resume; undefined if the client is not allowed to resume. */
  tickets?: string[] | undefined;
  /** The tickets before, which are valid until the client sends a message that proves it received the reply. */
  former?: string[] | undefined;
  /** The index of the connection that the client used last. */
  latest: number;
}

interface Wire {
  /** The client whose messages the connection carries. */
  client: Client;
  open: boolean;
}

/** The expected state. */
export class Model {
  readonly clients: Client[] = [];
  readonly wires: Wire[] = [];
  /** Each command so far began after the previous one had ended, so the result is known. */
  exact = true;

  connect(id: string): void {
    const client: Client = { id, state: 'initialized', latest: this.wires.length };
    this.clients.push(client);
    this.wires.push({ client, open: true });
  }

  step(client: Client, event: SessionEvent): void {
    const next = transitions[client.state][event];
    if (!next) throw new Error(`the model does not allow ${event} in the state ${client.state}`);
    client.state = next;
  }

  /** The client leaves permanently, and its connections are closed. */
  end(client: Client): void {
    this.step(client, 'end');
    for (const wire of this.wires) if (wire.client === client) wire.open = false;
  }
}

/** An action on a server, and whether the test waits for its end. */
abstract class Deed implements AsyncCommand<Model, House> {
  constructor(private readonly waits: boolean) {}

  check(_model: Readonly<Model>): boolean {
    return true;
  }

  async run(model: Model, house: House): Promise<void> {
    const answer = this.act(house);
    if (this.waits) await house.settle();
    else model.exact = false;
    if (!model.exact) return;
    const wanted = this.follow(model, house);
    const found = outcome(await answer);
    if (found !== wanted) throw new Error(`${this} was answered ${found}, expected ${wanted}`);
    compare(model, house);
  }

  /** Performs the action. Returns a function that gives the reply once the server has settled. */
  protected abstract act(house: House): Answer;

  /** Returns the expected result: the code of the refusal, or undefined. */
  protected abstract follow(model: Model, house: House): string | undefined;

  abstract toString(): string;
}

type Answer = (() => { data?: unknown } | undefined) | Promise<string | undefined> | undefined;

function outcome(answer: Awaited<Answer>): string | undefined {
  if (typeof answer !== 'function') return answer;
  const reply = answer();
  return reply ? (reply.data as { code?: string }).code : 'silence';
}

/** Compares the server with the model. */
function compare({ clients, wires }: Model, house: House): void {
  for (const [i, { client, open }] of wires.entries()) {
    const wire = house.wires[i];
    if (wire && wire.gone === open) throw new Error(`connection ${i} is ${open ? 'closed' : 'still open'}`);
    if (open && wire?.state !== client.state) {
      throw new Error(`connection ${i} is ${wire?.state}, expected ${client.state}`);
    }
  }
  const here = clients.filter(({ state }) => state === 'connected' || state === 'waiting_for_reconnecting');
  const wanted = here.map(({ id }) => id).sort();
  const found = [...house.inRoom].sort();
  if (found.join() !== wanted.join())
    throw new Error(`the room has ${found.length} clients, expected ${wanted.length}`);
  for (const { id, state } of here) {
    if (house.sessions.here(id)?.state !== state) throw new Error(`${id} is not ${state}`);
  }
}

/** Returns an item, counted back from the latest. */
const pick = <T>(all: readonly T[], back: number): T | undefined => all.at(-1 - (back % all.length));

/** The ticket that was issued last. */
function lastTicket({ tickets }: House): string {
  const last = tickets.at(-1);
  if (!last) throw new Error('no ticket was issued');
  return last.ticket;
}

class Connect extends Deed {
  private clientId = '';

  protected act(house: House): Answer {
    this.clientId = house.connect();
    return undefined;
  }

  protected follow(model: Model): undefined {
    model.connect(this.clientId);
  }

  toString = () => 'connect';
}

/** A message on a connection. */
abstract class Word extends Deed {
  constructor(
    waits: boolean,
    protected readonly at: number,
    private readonly type: string,
  ) {
    super(waits);
  }

  protected data(_house: House): unknown {
    return undefined;
  }

  override check({ exact, wires }: Readonly<Model>): boolean {
    return !exact || pick(wires, this.at)?.open === true;
  }

  protected act(house: House): Answer {
    return pick(house.wires, this.at)?.ask(this.type, this.data(house));
  }

  protected follow(model: Model, house: House): string | undefined {
    const wire = pick(model.wires, this.at);
    if (!wire) throw new Error('there is no such connection');
    return this.answer(model, wire, house);
  }

  protected abstract answer(model: Model, wire: Wire, house: House): string | undefined;

  toString(): string {
    return `${this.type} on ${this.at}`;
  }
}

class Login extends Word {
  constructor(
    waits: boolean,
    at: number,
    private readonly protocol: string | undefined,
    private readonly reconnection: boolean,
  ) {
    super(waits, at, 'login');
  }

  protected override data(): unknown {
    const { protocol, reconnection } = this;
    return { ...(protocol !== undefined && { protocol }), ...(reconnection ? {} : { reconnection }) };
  }

  protected answer(model: Model, { client }: Wire, house: House): string | undefined {
    if (client.state !== 'initialized') return 'conflict';
    model.step(client, 'begin');
    if (this.protocol === '9.9') {
      model.step(client, 'refuse');
      return 'bad-data';
    }
    model.step(client, 'accept');
    if (this.reconnection) client.tickets = [lastTicket(house)];
    return undefined;
  }
}

class Logout extends Word {
  constructor(waits: boolean, at: number) {
    super(waits, at, 'logout');
  }

  protected answer(model: Model, { client }: Wire): string | undefined {
    if (client.state !== 'connected') return 'login-required';
    model.end(client);
    return undefined;
  }
}

class Refresh extends Word {
  constructor(waits: boolean, at: number) {
    super(waits, at, 'refreshReconnectionTicket');
  }

  protected answer(_model: Model, { client }: Wire, house: House): string | undefined {
    if (client.state !== 'connected') return 'login-required';
    if (!client.tickets) return 'forbidden';
    client.tickets.push(lastTicket(house));
    return undefined;
  }
}

class Speak extends Word {
  constructor(waits: boolean, at: number) {
    super(waits, at, 'get-room-info');
  }

  protected answer(_model: Model, { client }: Wire): string | undefined {
    if (client.state !== 'connected') return 'login-required';
    client.former = undefined;
    return undefined;
  }
}

class Relogin extends Word {
  private shown: { clientId: string; ticket: string } | undefined;
  private newcomer: string | undefined;

  /** @param anew on a new connection, as a client does after a loss */
  constructor(
    waits: boolean,
    at: number,
    private readonly of: number,
    private readonly anew: boolean,
  ) {
    super(waits, anew ? 0 : at, 'relogin');
  }

  override check(model: Readonly<Model>): boolean {
    const may = this.anew || super.check(model);
    return may && (!model.exact || model.clients.some(({ tickets }) => tickets));
  }

  protected override data({ tickets }: House): unknown {
    this.shown = pick(tickets, this.of);
    return { ticket: this.shown?.ticket ?? 'none' };
  }

  protected override act(house: House): Answer {
    if (this.anew) this.newcomer = house.connect();
    return super.act(house);
  }

  protected override follow(model: Model, house: House): string | undefined {
    if (this.newcomer !== undefined) model.connect(this.newcomer);
    return super.follow(model, house);
  }

  protected answer(model: Model, wire: Wire, house: House): string | undefined {
    const newcomer = wire.client;
    if (newcomer.state !== 'initialized') return 'conflict';
    const client = model.clients.find(({ id }) => id === this.shown?.clientId);
    if (!client || !this.shown) throw new Error('the ticket belongs to no client');
    if (client.state === 'left') return 'not-found';
    // A request on an older connection arrives too late.
    const at = model.wires.indexOf(wire);
    if (at < client.latest) return 'conflict';
    const { ticket } = this.shown;
    const shown = [client.tickets, client.former].find((tickets) => tickets?.includes(ticket));
    if (!shown) return 'ticket-invalid';
    client.latest = at;
    for (const each of model.wires) if (each.client === client) each.open = false;
    model.step(client, 'resume');
    wire.client = client;
    model.step(newcomer, 'end');
    client.former = shown;
    client.tickets = [lastTicket(house)];
    return undefined;
  }

  override toString = () => `relogin on ${this.anew ? 'a new connection' : this.at} with ticket ${this.of}`;
}

/** A connection ends: it is lost, or its client leaves. */
class End extends Deed {
  constructor(
    waits: boolean,
    private readonly at: number,
    private readonly code: 1000 | 1001 | 1006,
  ) {
    super(waits);
  }

  override check({ exact, wires }: Readonly<Model>): boolean {
    return !exact || pick(wires, this.at)?.open === true;
  }

  protected act(house: House): Answer {
    pick(house.wires, this.at)?.end(this.code);
    return undefined;
  }

  protected follow(model: Model): undefined {
    const wire = pick(model.wires, this.at);
    if (!wire) throw new Error('there is no such connection');
    const { client } = wire;
    wire.open = false;
    const waits = client.state === 'connected' && client.tickets && this.code !== 1000;
    model.step(client, waits ? 'lose' : 'end');
  }

  toString = () => `${this.code === 1000 ? 'leave' : `cut (${this.code})`} ${this.at}`;
}

/** A client is removed, wherever it is connected. */
class Drop extends Deed {
  private clientId: string | undefined;

  constructor(
    waits: boolean,
    private readonly of: number,
  ) {
    super(waits);
  }

  override check({ exact, clients }: Readonly<Model>): boolean {
    return !exact || clients.some(({ tickets }) => tickets);
  }

  protected async act(house: House): Promise<string | undefined> {
    this.clientId = pick(house.tickets, this.of)?.clientId;
    const isGone = this.clientId === undefined || (await house.drop(this.clientId));
    return isGone ? undefined : 'not-found';
  }

  protected follow(model: Model): string | undefined {
    const client = model.clients.find(({ id }) => id === this.clientId);
    if (!client || client.state === 'left') return 'not-found';
    model.end(client);
    return undefined;
  }

  toString = () => `drop the owner of ticket ${this.of}`;
}

/** Returns actions in any order. @param waits whether the test waits for the end of each */
export function deeds(waits: fc.Arbitrary<boolean>): fc.Arbitrary<Iterable<AsyncCommand<Model, House>>> {
  // Recent connections and tickets lead to more states.
  const at = fc.oneof({ weight: 4, arbitrary: fc.nat({ max: 1 }) }, fc.nat({ max: 20 }));
  const protocol = fc.constantFrom('1.2', '1.2', '1.1', '1.0', undefined, '9.9');
  const reconnection = fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false));
  const commands: fc.Arbitrary<AsyncCommand<Model, House>>[] = [
    waits.map((waits) => new Connect(waits)),
    fc.tuple(waits, at, protocol, reconnection).map((given) => new Login(...given)),
    fc.tuple(waits, at, at, fc.constant(true)).map((given) => new Relogin(...given)),
    fc.tuple(waits, at, at, fc.boolean()).map((given) => new Relogin(...given)),
    fc.tuple(waits, at).map((given) => new Refresh(...given)),
    fc.tuple(waits, at).map((given) => new Speak(...given)),
    fc.tuple(waits, at).map((given) => new Logout(...given)),
    fc.tuple(waits, at, fc.constantFrom(1006, 1001, 1000)).map((given) => new End(...given)),
    fc.tuple(waits, at).map((given) => new Drop(...given)),
  ];
  return fc.commands(commands, { maxCommands: 40, size: 'max' });
}
