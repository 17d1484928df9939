// Message types of one's own, which the server and its clients both import.
import { defineFamily } from 'lectern-client';

export const estimates = defineFamily({
  messages: {
    // Relayed by the server to the room, and to nobody who comes later.
    wave: {
      description: 'A member waves to the room',
      schema: {
        type: 'object',
        required: ['hand'],
        properties: { hand: { enum: ['left', 'right'] } },
        additionalProperties: false,
      },
      delivery: 'volatile',
      // Three at once, and then one every 2 s.
      rate: { perSecond: 0.5, burst: 3 },
    },
    // Handled by the server, which answers with the number of estimates.
    estimate: {
      description: 'A member estimates the task, which the others do not see yet',
      receivers: ['room'],
      schema: { type: 'integer', minimum: 1, maximum: 100 },
      reply: { type: 'object', required: ['estimates'], properties: { estimates: { type: 'integer' } } },
    },
    // Stored in the room's log, so that a member who was disconnected receives it later.
    revealed: {
      description: 'The estimates of all members, by name',
      from: 'server',
      schema: { type: 'object', additionalProperties: { type: 'integer' } },
    },
  },
});
