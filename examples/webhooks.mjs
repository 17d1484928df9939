// A receiver of webhooks: it keeps a list of who is in which room. Needs `npm install standardwebhooks`.
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.LECTERN_WEBHOOK_SECRET);
const rooms = new Map();
// IDs of the last events. An event can arrive twice. A real receiver stores the ID together with its own change.
const seen = new Set();

function handle({ type, data }) {
  const people = rooms.get(data.room) ?? new Map();
  switch (type) {
    case 'participant.joined':
      people.set(data.participant.id, data.participant.name);
      rooms.set(data.room, people);
      break;
    case 'participant.left':
      people.delete(data.participant.id);
      break;
    case 'room.empty':
      rooms.delete(data.room);
      break;
    case 'lecture.started':
    case 'lecture.ended':
      console.log(`${data.lecture.name} has ${type === 'lecture.started' ? 'started' : 'ended'}`);
      return;
    default:
      // A later version of Lectern has more types.
      return;
  }
  console.log(`${data.room}: ${[...people.values()].join(', ') || 'nobody'}`);
}

const server = createServer(async (request, response) => {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += part;
  let event;
  try {
    event = webhook.verify(body, request.headers);
  } catch {
    response.writeHead(401).end();
    return;
  }
  // First the answer: the server waits for it before it sends the next event of the room.
  response.writeHead(204).end();
  const id = request.headers['webhook-id'];
  if (seen.has(id)) return;
  seen.add(id);
  if (seen.size > 10_000) seen.delete(seen.values().next().value);
  handle(event);
});

server.listen(process.env.PORT ?? 3000, '127.0.0.1', () => {
  console.log(`listening at http://127.0.0.1:${server.address().port}/`);
});
