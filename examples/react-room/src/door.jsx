import { useState } from 'react';
import { Room } from './room.jsx';

// The server and the room are in the address: ?server=http://127.0.0.1:8080&room=blue
const asked = new URLSearchParams(location.search);
const server = asked.get('server') ?? undefined; // by default, the page's own
const room = asked.get('room') ?? 'blue';

/** Asks for a name. The click also lets the browser play sound. */
export function Door() {
  const [name, setName] = useState();
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
