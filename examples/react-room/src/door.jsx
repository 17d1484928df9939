import { useState } from 'react';
import { Lecture } from './lecture.jsx';
import { Room } from './room.jsx';

// The server and the room are in the address: ?server=http://127.0.0.1:8080&room=blue
// So is a lecture, with the token of a member of its class: ?class=<uuid>&lecture=1&token=<token>
const asked = new URLSearchParams(location.search);
const server = asked.get('server') ?? undefined; // by default, the page's own
const room = asked.get('room') ?? 'blue';

/** Asks for a name. The click also lets the browser play sound. */
export function Door() {
  const [name, setName] = useState();
  const classUuid = asked.get('class');
  if (classUuid) {
    const token = asked.get('token') ?? undefined;
    const lectureId = Number(asked.get('lecture'));
    return <Lecture server={server} classUuid={classUuid} lectureId={lectureId} token={token} />;
  }
  if (name) return <Room server={server} room={room} username={name} onLeave={() => setName()} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setName(new FormData(event.target).get('name'));
      }}
    >
      <label>
        Your name <input name="name" maxLength={64} required />
      </label>
      <button type="submit">Join</button>
    </form>
  );
}
