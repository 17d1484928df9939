import { useChat, useParticipants, useRoom } from 'lectern-client/react';
import { useState } from 'react';

/** A voice room. It joins when it is mounted, and leaves when it is unmounted. */
export function Room({ server, room: name, username, token, onLeave }) {
  const room = useRoom({ server, room: name, username, token });
  const people = useParticipants(room);
  const { self, connection, problem, microphone, microphoneTrouble } = room;
  return (
    <main>
      <h1>{name}</h1>
      <p role="status">{problem?.message ?? connection}</p>
      {problem?.final && (
        <button type="button" onClick={room.retry}>
          Try again
        </button>
      )}
      {microphoneTrouble && <p role="alert">Others cannot hear you: {microphoneTrouble}</p>}
      {room.soundBlocked && (
        <button type="button" onClick={room.startSound}>
          Play sound
        </button>
      )}
      <ul aria-label="People">
        <Person {...self} name={`${self.username} (you)`} listening={microphone === 'off'} />
        {people.map((person) => (
          <Person key={person.id} {...person} name={person.username} />
        ))}
      </ul>
      <button type="button" aria-pressed={self.muted} onClick={() => room.setMuted(!self.muted)}>
        Mute
      </button>
      <button type="button" onClick={onLeave}>
        Leave
      </button>
      <Chat room={room} />
    </main>
  );
}

/** The state of a participant is `connecting`, `connected`, `failed` or `closed`. */
export function Person({ name, state = 'connected', speaking, muted, listening, trouble }) {
  const what = trouble || (state !== 'connected' && state) || (muted && 'muted') || (listening && 'listens');
  return (
    <li data-speaking={speaking}>
      {name}
      {what ? `: ${what}` : speaking && ' speaks'}
    </li>
  );
}

function Chat({ room }) {
  const { texts, send } = useChat(room);
  const [failure, setFailure] = useState();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setFailure();
        send(new FormData(event.target).get('text')).catch(({ message }) => setFailure(message));
        event.target.reset();
      }}
    >
      <ol aria-label="Messages">
        {texts.map(({ key, username, text }) => (
          <li key={key}>
            {username}: {text}
          </li>
        ))}
      </ol>
      {failure && <p role="alert">Not sent: {failure}</p>}
      <label>
        Message <input name="text" maxLength={4096} required />
      </label>
      <button type="submit">Send</button>
    </form>
  );
}
