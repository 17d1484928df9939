import { useSignal } from '@preact/signals';
import type { ProgrammeRoom } from 'lectern-client';
import { OwnName } from '../classes/own-name.js';
import { ClassroomHeader } from '../components/classroom-header.js';
import { EmptyState } from '../components/empty-state.js';
import { Icon } from '../components/icon.js';
import { Link } from '../components/link.js';
import { PageHeading } from '../components/page-heading.js';
import { words } from '../i18n/index.js';
import { useShortcuts } from '../shortcuts.js';
import { CopyPlace } from './copy-place.js';
import { CreateRoom } from './create-room.js';
import type { ProgrammeSession } from './programme-session.js';
import { MAX_VOICES } from './voices.js';

/** Maximum number shown before the user asks for more. */
const SHOWN = 60;

interface Props {
  session: ProgrammeSession;
  schedule: string;
}

/** The list of a programme's chat rooms, updated as they change. */
export function RoomList({ session, schedule }: Props) {
  const text = words.value.programme;
  const creating = useSignal(false);
  const { rooms } = session.state.value;
  const create = (): void => {
    creating.value = true;
  };
  useShortcuts([{ keys: 'N', label: text.keys.create, run: create }]);
  return (
    <>
      <ClassroomHeader />
      <main class="programme">
        <div class="page-head">
          <div>
            <PageHeading title={text.name(schedule)} />
            <OwnName />
          </div>
          <div class="actions">
            <CopyPlace
              place={{ page: 'programme', schedule }}
              announced={text.copiedProgramme}
              class="button outline"
            />
            {rooms.length > 0 && (
              <button type="button" class="button primary" onClick={create}>
                <Icon name="plus" />
                {text.create}
              </button>
            )}
          </div>
        </div>
        <section class="rooms" aria-labelledby="rooms-title">
          <div class="heading">
            <h2 id="rooms-title">{text.rooms}</h2>
            {rooms.length > 0 && (
              <span class="quiet">
                {text.roomCount(
                  rooms.length,
                  rooms.reduce((sum, { count }) => sum + count, 0),
                )}
              </span>
            )}
          </div>
          {rooms.length === 0 ? (
            <EmptyState icon="chat" title={text.none} text={text.noneTodo}>
              <button type="button" class="button primary" onClick={create}>
                <Icon name="plus" />
                {text.create}
              </button>
            </EmptyState>
          ) : (
            <Rooms rooms={rooms} schedule={schedule} />
          )}
        </section>
      </main>
      {creating.value && (
        <CreateRoom
          session={session}
          schedule={schedule}
          onClose={() => {
            creating.value = false;
          }}
        />
      )}
    </>
  );
}

function Rooms({ rooms, schedule }: { rooms: readonly ProgrammeRoom[]; schedule: string }) {
  const text = words.value.programme;
  const all = useSignal(false);
  return (
    <>
      <ul class="room-cards">
        {rooms.slice(0, all.value ? undefined : SHOWN).map((room) => (
          <RoomCard key={room.roomId} room={room} schedule={schedule} />
        ))}
      </ul>
      {rooms.length > SHOWN && !all.value && (
        <button
          type="button"
          class="button outline"
          onClick={() => {
            all.value = true;
          }}
        >
          {text.showAll(rooms.length)}
        </button>
      )}
    </>
  );
}

/** One chat room of the list. Pressing it joins the room. */
function RoomCard({
  room: { roomId, title, count, max },
  schedule,
}: {
  room: ProgrammeRoom;
  schedule: string;
}) {
  const text = words.value.programme;
  const full = count >= max;
  return (
    <li class="room-card" data-full={full}>
      <h3>
        <Link to={{ page: 'programme', schedule, roomId }}>{title}</Link>
      </h3>
      <p class="facts-line">
        <span class="places">
          <Icon name="people" size={16} />
          <span aria-hidden="true">{text.places(count, max)}</span>
          <span class="visually-hidden">{text.placesSay(count, max)}</span>
        </span>
        {full && <span class="full">{text.full}</span>}
        {max > 1 && max <= MAX_VOICES && (
          <span class="with-voice">
            <Icon name="microphone" size={16} />
            {text.voices}
          </span>
        )}
      </p>
      <progress max={max} value={count} aria-hidden="true" />
    </li>
  );
}
