// A typical room server with Socket.IO. With --ajv it validates messages, with --redis <url> it is one of several nodes.
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { Ajv } from 'ajv';
import { Server } from 'socket.io';

const { values } = parseArgs({ options: { ajv: { type: 'boolean' }, redis: { type: 'string' } } });
const http = createServer();
const io = new Server(http);
if (values.redis) {
  const { sharded } = await import('./sharded.mjs');
  io.adapter(await sharded(values.redis));
}
const ajv = new Ajv();

const object = (properties) => ({
  type: 'object',
  required: Object.keys(properties),
  additionalProperties: false,
  properties,
});
const text = { type: 'string', minLength: 1, maxLength: 4096 };
const number = { type: 'number' };

/** Messages to a whole room. */
const toRoom = {
  text: object({ from: { type: 'string', maxLength: 64 }, time: number, text }),
  chat: object({ text }),
  marker: object({ markerType: { enum: ['Question', 'Discussion'] }, videoIndex: number, time: number }),
  playback: object({ position: number }),
};
/** Messages to one client. */
const signal = object({
  to: text,
  data: {
    type: 'object',
    required: ['type'],
    properties: { type: text, sdp: { type: 'string', maxLength: 61440 } },
  },
});

const checked = (schema, handle) => {
  if (!values.ajv) return handle;
  const validate = ajv.compile(schema);
  return (data) => validate(data) && handle(data);
};

io.on('connection', (socket) => {
  const { room } = socket.handshake.query;
  socket.to(room).emit('joined', { id: socket.id });
  socket.join(room);
  for (const [type, schema] of Object.entries(toRoom)) {
    socket.on(
      type,
      checked(schema, (data) => io.to(room).emit(type, { sender: socket.id, ...data })),
    );
  }
  socket.on(
    'signal',
    checked(signal, ({ to, data }) => io.to(to).emit('signal', { sender: socket.id, data })),
  );
});
http.listen(0, '127.0.0.1', () => console.error(`  http://127.0.0.1:${http.address().port}`));
