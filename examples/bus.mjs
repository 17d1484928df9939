// A screen receives messages that a back end sends over HTTP.
import { Signaler } from 'lectern-client';

const server = process.env.SERVER ?? 'http://127.0.0.1:8080';
const room = 'living-room';

const screen = new Signaler(`${server.replace(/^http/, 'ws')}/ws`);
const open = new Promise((resolve) => screen.on('state', ({ name }) => name === 'open' && resolve()));
screen.connect();
await open;
await screen.request('/bus JOIN', { room, name: 'tv' });

screen.on('/bus EVENT', ({ data: { sender, message } }) => {
  console.log(`by ${sender}: the timeline is at ${message.at} s`);
  screen.close();
});

// If the server has an apiKey or uses tokens, add the header Authorization: Bearer <apiKey>.
await fetch(`${server}/bus-message/${room}`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ at: 12 }),
});
