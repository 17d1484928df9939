// What a page can add to <lectern-room>: it sets attributes, and listens to events.
const room = document.querySelector('lectern-room');
const asked = new URLSearchParams(location.search);
for (const name of ['server', 'room', 'name', 'token']) {
  if (asked.has(name)) room.setAttribute(name, asked.get(name));
}
room.addEventListener('participants', ({ detail: people }) => {
  document.getElementById('count').textContent = `${people.length + 1} people are in the room.`;
});
room.addEventListener('text', ({ detail: { username, own } }) => {
  if (!own) document.title = `${username} wrote`;
});
