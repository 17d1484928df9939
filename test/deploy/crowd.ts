import { setTimeout as pause } from 'node:timers/promises';
import { Signaler } from '#client/index.js';

// Clients in one room that write numbered messages through the proxy, as a process of its own: its parent adds the
// certificate of the test to those that Node trusts. Messages of the parent are `stop`; the last one to it is a Report.

/** Result of a crowd. */
export interface Report {
  clients: number;
  sent: number;
  /** Copies that arrived. */
  received: number;
  /** Copies that are missing, doubled or out of order; refused messages; sessions that did not continue. */
  faults: string[];
  /** Sessions that continued on another connection. */
  resumed: number;
}

const { CROWD_URL = '', CROWD_API_KEY = '' } = process.env;
const ROOM = 'blue';
const CLIENTS = 10;
/** ms between two messages of a client; within the limit of 2 per second. */
const INTERVAL = 1000;
/** Maximum time in ms until the last messages have arrived. */
const ARRIVAL = 10_000;

/** A token from the HTTP API, as a back end creates it. */
async function tokenOf(user: string): Promise<string> {
  const response = await fetch(`${CROWD_URL}/api/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${CROWD_API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sub: user, room: ROOM }),
  });
  if (!response.ok) throw new Error(`the API answered ${response.status}: ${await response.text()}`);
  const { token } = (await response.json()) as { token: string };
  return token;
}

class Member {
  readonly received: string[] = [];
  readonly faults: string[] = [];
  /** The last message, until it is accepted. */
  request: Promise<void> | undefined;
  resumed = 0;
  sent = 0;
  private readonly signaler: Signaler;

  constructor(readonly name: string) {
    const url = `${CROWD_URL.replace(/^http/, 'ws')}/room/${ROOM}/ws`;
    this.signaler = new Signaler(url, { token: () => tokenOf(name) });
    this.signaler.on('text', ({ data }) => this.received.push(data.text));
  }

  open(): Promise<void> {
    let opened = false;
    return new Promise((resolve, reject) => {
      this.signaler.on('state', (state) => {
        if (state.name === 'closed') reject(new Error(`${this.name}: ${JSON.stringify(state)}`));
        if (state.name !== 'open') return;
        if (opened && state.resumed) this.resumed++;
        if (opened && !state.recovered) this.faults.push(`${this.name} could not resume`);
        opened = true;
        resolve();
      });
      this.signaler.connect();
    });
  }

  /** Sends the next message, unless the last one is pending: a burst after an interruption would exceed the rate limit. */
  say(): void {
    if (this.request) return;
    const text = `${this.name} ${this.sent++}`;
    const data = { from: this.name, text, time: new Date().toISOString() };
    this.request = this.signaler
      .request('text', data, { receiver: 'room', timeout: Number.POSITIVE_INFINITY })
      .catch((error: Error) => {
        this.faults.push(`'${text}' was refused: ${error.message}`);
      })
      .then(() => {
        this.request = undefined;
      });
  }

  close(): void {
    this.signaler.close();
  }
}

const members = Array.from({ length: CLIENTS }, (_, i) => new Member(`user-${i}`));
await Promise.all(members.map((member) => member.open()));
process.send?.('open');
const talk = setInterval(() => {
  for (const member of members) member.say();
}, INTERVAL);

process.once('message', async () => {
  clearInterval(talk);
  await Promise.all(members.map(({ request }) => request));
  const sent = members.reduce((sum, member) => sum + member.sent, 0);
  // Messages that were sent by another node arrive a moment later.
  const deadline = Date.now() + ARRIVAL;
  while (members.some(({ received }) => received.length < sent) && Date.now() < deadline) await pause(50);
  const faults = members.flatMap((member) => [
    ...member.faults,
    ...members.flatMap(({ name, sent }) => {
      const copies = member.received.filter((text) => text.startsWith(`${name} `));
      const expected = Array.from({ length: sent }, (_, i) => `${name} ${i}`);
      return copies.join() === expected.join()
        ? []
        : [`${member.name} received ${copies.length} of ${sent} messages of ${name}`];
    }),
  ]);
  const report: Report = {
    clients: CLIENTS,
    sent,
    received: members.reduce((sum, { received }) => sum + received.length, 0),
    resumed: members.reduce((sum, { resumed }) => sum + resumed, 0),
    faults,
  };
  for (const member of members) member.close();
  process.send?.(report, () => process.disconnect());
});
