import t from 'tap';
import { LocalBackplane } from '../../../server/backplane/local.js';
import { alone } from '../../../server/backplane/nodes.js';
import { ChatClient } from '../../../server/chat/chat-client.js';
import { SessionRecords } from '../../../server/session/records.js';
import { Reservation } from '../../../server/session/reservation.js';
import { Tickets } from '../../../server/session/tickets.js';

const log = { error: (fields: object, text: string) => t.fail(text, fields) };
const store = { session: async () => undefined, saveSession: async () => {}, endSession: async () => {} };

t.test('no word of the connection before confirms the ticket that the next one is given', async (t) => {
  const grants = { rooms: ['*'], classes: ['*'], create: true };
  const client = new ChatClient(
    'a',
    { user: { id: 'a', name: 'Ann' }, role: 'presenter', grants },
    'blue',
    true,
  );
  const tickets = new Tickets('secret', 60_000);
  const records = new SessionRecords({ backplane: new LocalBackplane(), nodes: alone, store, log }, 60_000);
  const reservation = await Reservation.make({ tickets, records, log }, client, '1.2', 60_000, 1);
  const { ticketId } = tickets.read(reservation.ticket);
  let goesOn = false;
  const redeemed = reservation.redeem(ticketId, 2, () => {
    goesOn = true;
  });
  while (!goesOn) {
    // As a message of the connection before does that comes in between.
    reservation.confirm();
    await null;
  }
  await redeemed;
  await reservation.redeem(ticketId, 3, () =>
    t.pass('the answer was lost, and the ticket before still works'),
  );
});
