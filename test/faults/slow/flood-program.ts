import { WebSocket } from 'ws';

// Ten times a second somebody comes into the room of the argument and says a thousand things at once.

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
