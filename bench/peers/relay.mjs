// A relay on bare ws that parses nothing: what anybody in a room sends goes to everybody in it.
import { WebSocketServer } from 'ws';

const rooms = new Map();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });

server.on('connection', (socket, { url }) => {
  const room = rooms.get(url) ?? new Set();
  rooms.set(url, room);
  room.add(socket);
  socket.on('message', (data, binary) => {
    for (const member of room) member.send(data, { binary });
  });
  socket.on('close', () => room.delete(socket));
});
server.on('listening', () => console.error(`  http://127.0.0.1:${server.address().port}`));
