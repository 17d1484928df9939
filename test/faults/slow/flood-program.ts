import { WebSocket } from 'ws';

// Ten times a second, a client joins the room in the argument and sends a thousand messages at once.

const [, , url = ''] = process.argv;
const EVERY = 100;
const AT_ONCE = 1000;
const message = JSON.stringify({
  type: 'text',
  receiver: 'room',
  data: { from: 'M', time: 1, text: 'spam' },
});

setInterval(() => {
  const socket = new WebSocket(url);
  socket.on('error', () => {});
  socket.on('open', () => {
    for (let i = 0; i < AT_ONCE; i++) socket.send(message);
  });
}, EVERY);
