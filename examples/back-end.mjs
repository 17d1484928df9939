// A small back end: signs tokens for its users, sees who is in which room, mutes somebody, moves a client to another
// room, closes a room, creates a class, and reads who attended a lecture.
// Start the server with --api-key and --token-secret, and this with the key in API_KEY.
const server = process.env.SERVER ?? 'http://127.0.0.1:8080';
const key = process.env.API_KEY;

/** Calls the HTTP API. */
async function call(method, path, body) {
  const answer = await fetch(`${server}/api${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  const data = text === '' ? undefined : JSON.parse(text);
  if (!answer.ok) throw new Error(`${method} ${path}: ${data?.code}: ${data?.message}`);
  return data;
}

const [command, ...given] = process.argv.slice(2);

if (command === 'token') {
  // Your program knows its users. The token lets this one into the rooms of the school.
  const [sub = 'ann', name = 'Ann'] = given;
  const { token } = await call('POST', '/tokens', { sub, name, grants: { rooms: ['school-7-*'] } });
  console.log(token);
} else if (command === 'rooms') {
  let after;
  do {
    const query = new URLSearchParams({ live: 'true', ...(after !== undefined && { after }) });
    const page = await call('GET', `/rooms?${query}`);
    for (const { room_id } of page.rooms) {
      const { clients } = await call('GET', `/rooms/${encodeURIComponent(room_id)}`);
      console.log(`${room_id}: ${clients.map(({ username, id }) => `${username} (${id})`).join(', ')}`);
    }
    after = page.after;
  } while (after !== undefined);
} else if (command === 'mute') {
  const [room, user] = given;
  await call('POST', `/rooms/${encodeURIComponent(room)}/stop-media`, { media: 'microphone', user });
  console.log(`${user} is muted`);
} else if (command === 'move') {
  const [client, room] = given;
  await call('POST', `/clients/${encodeURIComponent(client)}/move`, { room_id: room });
  console.log(`${client} goes to ${room}`);
} else if (command === 'close') {
  const [room] = given;
  await call('POST', `/rooms/${encodeURIComponent(room)}/close`, { reason: 'the lesson is over' });
  console.log(`${room} is closed`);
} else if (command === 'class') {
  // The timetable of the school: a class with its teacher, students and first lecture.
  const [title, instructor, ...students] = given;
  const { class: created } = await call('POST', '/classes', { title, instructor });
  const path = `/classes/${created.uuid}`;
  for (const user of students) await call('PUT', `${path}/members/${encodeURIComponent(user)}`);
  const lecture = { lectureName: 'First lecture', lectureDate: '2027-03-02T09:00+09:00' };
  await call('POST', `${path}/lectures`, lecture);
  console.log(created.uuid);
} else if (command === 'attendance') {
  const [lecture] = given;
  const { attendance } = await call('GET', `/lectures/${lecture}/attendance`);
  for (const { username, spans } of attendance) {
    const minutes = spans.reduce((sum, { from, to }) => sum + (to - from), 0) / 60_000;
    console.log(`${username}: ${minutes.toFixed()} min`);
  }
} else {
  console.log(
    'node back-end.mjs token <user> <name> | rooms | mute <room> <user> | move <client> <room> | ' +
      'close <room> | class <title> <teacher> <student>… | attendance <lecture>',
  );
}
