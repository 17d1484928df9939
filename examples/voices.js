// A room in which people hear and write to each other. The room's name is in the address: voices.html?room=blue
import { Manager, openMicrophone, roomUrl, Signaler } from 'lectern-client';

const element = (id) => document.getElementById(id);
const room = new URLSearchParams(location.search).get('room') ?? 'blue';

element('door').addEventListener('submit', async (event) => {
  event.preventDefault();
  const username = new FormData(event.target).get('username');
  event.target.hidden = true;
  element('writing').hidden = false;
  await enter(username);
});

async function enter(username) {
  const signaler = new Signaler(roomUrl(location.origin, room));
  const manager = new Manager(signaler, { username });
  const cards = new Map();

  manager.on('participants', (participants) => {
    for (const [id, card] of cards) {
      if (participants.has(id)) continue;
      card.remove();
      cards.delete(id);
    }
    for (const participant of participants.values()) show(participant);
  });
  manager.on('participant', show);
  manager.on('text', ({ username, data }) => {
    const line = document.createElement('li');
    line.textContent = `${username}: ${data.text}`;
    element('texts').append(line);
  });

  function show(participant) {
    let card = cards.get(participant.id);
    if (!card) {
      card = document.createElement('li');
      card.append(document.createElement('span'), new Audio());
      cards.set(participant.id, card);
      element('people').append(card);
    }
    const [words, audio] = card.children;
    words.textContent = `${participant.username}: ${describe(participant)}`;
    audio.autoplay = true;
    if (audio.srcObject !== participant.audio) audio.srcObject = participant.audio ?? null;
  }

  element('writing').addEventListener('submit', async (event) => {
    event.preventDefault();
    const { text } = event.target;
    await manager.sendText(text.value);
    text.value = '';
  });
  element('mute').addEventListener('click', () => {
    manager.setMuted(!manager.self.muted);
    element('mute').textContent = manager.self.muted ? 'Unmute' : 'Mute';
  });
  signaler.on('state', ({ name }) => {
    element('trouble').textContent = name === 'waiting' ? 'Connection lost. Reconnecting…' : '';
  });

  manager.start();
  try {
    manager.setMicrophone(await openMicrophone());
  } catch (trouble) {
    element('trouble').textContent = `Listening only: ${trouble.reason}`;
  }
}

function describe({ state, muted, listening, trouble }) {
  if (trouble) return trouble.reason; // 'network-blocked', 'ice-failed', 'no-answer', 'remote-gone', …
  if (state !== 'connected') return state;
  return muted ? 'muted' : listening ? 'listening only' : 'can be heard';
}
