import t from 'tap';
import type { Presence } from '../../../server/backplane/backplane.js';
import type { Passage, WebhookParticipant } from '../../../server/store/store.js';
import { ParticipantCheck } from '../../../server/webhooks/participant-check.js';

const reported = (clientId: string, roomId = 'blue'): WebhookParticipant => ({
  roomId,
  clientId,
  userId: 'user',
  name: 'Name',
  role: 'presenter',
});

const present = (id: string): Presence => ({ id, userId: 'user', username: 'Name', role: 'presenter' });

t.test('a client that two checks in a row do not find in its room has left', async (t) => {
  const participants = [reported('ann'), reported('ben'), reported('ann', 'red')];
  const rooms: Record<string, Presence[]> = { blue: [present('ben')], red: [present('ann')] };
  const recorded: Passage[] = [];
  const check = new ParticipantCheck({
    store: {
      webhookParticipants: async ({ after } = {}) => (after ? [] : participants),
      async recordPassages({ passages }) {
        recorded.push(...passages);
        return { value: null, repeated: false };
      },
    },
    backplane: { members: async (roomId) => rooms[roomId] ?? [] },
  });
  t.equal(await check.run(), false, 'Ann might come back');
  rooms.blue = [present('ann')];
  t.equal(await check.run(), false, 'Ann has, and Ben might');
  rooms.blue = [];
  t.equal(await check.run(), true);
  t.same(recorded, [{ kind: 'left', ...reported('ben') }], 'Ann was there at the previous check');
});
