import type { ApiRoom } from 'lectern-protocol/http';
import { EmptyState } from '../components/empty-state.js';
import { Icon } from '../components/icon.js';
import { People } from './people.js';
import { RoomActions } from './room-actions.js';
import { Section } from './section.js';
import { lectureNames, openRoom, toggleRoom } from './session.js';
import { adminWords } from './words.js';

/** The rooms with people in them. Those of one room can be shown. */
export function Rooms({ rooms, more }: { rooms: ApiRoom[]; more: boolean }) {
  const text = adminWords.value;
  return (
    <Section id="rooms" title={text.rooms}>
      {rooms.length === 0 ? (
        <EmptyState icon="people" title={text.noRooms} text={text.noRoomsText} />
      ) : (
        <ul class="rooms">
          {rooms.map((room) => (
            <RoomRow key={room.room_id} room={room} />
          ))}
        </ul>
      )}
      {more && <p class="quiet">{text.moreRooms}</p>}
    </Section>
  );
}

/** Returns the name by which people know a room. */
const nameOf = ({ room_id, title }: ApiRoom): string => title || (lectureNames.value.get(room_id) ?? room_id);

function RoomRow({ room }: { room: ApiRoom }) {
  const text = adminWords.value;
  const { room_id, count, locked, entry } = room;
  const name = nameOf(room);
  const isOpen = openRoom.value === room_id;
  const list = `people-${room_id}`;
  const kind = /^lecture_/.test(room_id) ? text.lectureRoom : /^class_/.test(room_id) ? text.classRoom : '';
  const facts = [kind, name !== room_id && room_id, locked && text.locked, entry === 'closed' && text.closed];
  return (
    <li data-open={isOpen}>
      <div class="room-row">
        <button
          type="button"
          class="button plain"
          aria-expanded={isOpen}
          aria-controls={list}
          onClick={() => toggleRoom(room_id)}
        >
          <Icon name="chevron" size={16} />
          <span class="room-name">
            <span>{name}</span>
            {facts.some(Boolean) && <small>{facts.filter(Boolean).join(' · ')}</small>}
          </span>
          <span class="amount">{text.people(count)}</span>
        </button>
        <RoomActions room={room_id} name={name} />
      </div>
      <div id={list} hidden={!isOpen}>
        {isOpen && <People room={room} name={name} />}
      </div>
    </li>
  );
}
