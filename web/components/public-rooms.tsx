import { useEffect } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { loadPublicRooms, publicRooms } from '../public-rooms.js';
import { Link } from './link.js';

/** The rooms that everybody may know of, and whether everybody may come in. */
export function PublicRooms() {
  const { doors } = words.value;
  useEffect(() => void loadPublicRooms(), []);
  const lobby = publicRooms.value;
  if (!lobby) return null;
  return (
    <>
      {lobby.rooms.length > 0 && (
        <section class="public-rooms" aria-labelledby="public-rooms">
          <h2 id="public-rooms">{doors.list}</h2>
          <ul>
            {lobby.rooms.map(({ room_id: room, title, count = 0, max, locked }) => (
              <li key={room}>
                <Link to={{ page: 'room', room }}>{title || room}</Link>
                <span class="quiet">
                  {doors.places(count, max)}
                  {locked && ` · ${doors.locked}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {lobby.login === 'optional' && <p class="quiet">{doors.open}</p>}
    </>
  );
}
