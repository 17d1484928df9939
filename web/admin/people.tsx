import type { StreamQuality } from 'lectern-protocol';
import type { ApiClient, ApiRoom } from 'lectern-protocol/http';
import { Skeleton } from '../components/skeleton.js';
import { milliseconds, percent } from '../format.js';
import { RoomBans } from './bans.js';
import { bytes } from './format.js';
import { PersonActions } from './person-actions.js';
import { people } from './session.js';
import { adminWords } from './words.js';

/** The people in a room. */
export function People({ room, name }: { room: ApiRoom; name: string }) {
  const shown = people.value;
  if (shown?.room !== room.room_id) return <Skeleton count={2} />;
  return (
    <>
      <PeopleTable room={room} name={name} list={shown.list} />
      <RoomBans room={room.room_id} bans={shown.bans} />
    </>
  );
}

function PeopleTable({ room, name, list }: { room: ApiRoom; name: string; list: ApiClient[] }) {
  const { columns } = adminWords.value;
  return (
    <table class="people" aria-label={name}>
      <thead>
        <tr>
          <th scope="col">{columns.person}</th>
          <th scope="col">{columns.role}</th>
          <th scope="col">{columns.connection}</th>
          <th scope="col">
            <span class="visually-hidden">{columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {list.map((person) => (
          <PersonRow key={person.id} person={person} room={room} />
        ))}
      </tbody>
    </table>
  );
}

function PersonRow({ person, room }: { person: ApiClient; room: ApiRoom }) {
  const text = adminWords.value;
  return (
    <tr>
      <th scope="row">
        {person.username}
        <code>{person.user}</code>
      </th>
      <td>{text.roles[person.role] ?? person.role}</td>
      <td>
        <Connection {...person} />
      </td>
      <td>
        <PersonActions person={person} room={room} />
      </td>
    </tr>
  );
}

/** The quality of a person's connections to the server, and to the media server if there is one. */
function Connection({ connection }: ApiClient) {
  const text = adminWords.value;
  if (!connection) return '–';
  const { transport, round_trip_ms, queued_bytes, media = {} } = connection;
  const parts = [
    round_trip_ms !== undefined && milliseconds(round_trip_ms),
    queued_bytes > 0 && bytes(queued_bytes),
    transport,
  ];
  return (
    <>
      {parts.filter(Boolean).join(' · ')}
      {(['publishing', 'listening'] as const).map((use) => {
        const quality = media[use];
        return quality && <small key={use}>{`${text.media[use]}: ${qualityText(quality)}`}</small>;
      })}
    </>
  );
}

function qualityText({ loss, jitter_ms, rtt_ms }: StreamQuality): string {
  const text = adminWords.value;
  const parts = [
    text.loss(percent(loss)),
    jitter_ms !== undefined && text.jitter(milliseconds(jitter_ms)),
    rtt_ms !== undefined && milliseconds(rtt_ms),
  ];
  return parts.filter(Boolean).join(' · ');
}
