// A relay on plain ws without parsing: a client's message is sent to all clients in its room.
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
