import { useEffect } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { loadPublicRooms, publicRooms } from '../public-rooms.js';
import { Link } from './link.js';

/** The list of public rooms, and whether the server is open to everyone. */
export function PublicRooms() {
  const { roomAccess } = words.value;
  useEffect(() => void loadPublicRooms(), []);
  const directory = publicRooms.value;
  if (!directory) return null;
  return (
    <>
      {directory.rooms.length > 0 && (
        <section class="public-rooms" aria-labelledby="public-rooms">
          <h2 id="public-rooms">{roomAccess.list}</h2>
          <ul>
            {directory.rooms.map(({ room_id: room, title, count = 0, max, locked }) => (
              <li key={room}>
                <Link to={{ page: 'room', room }}>{title || room}</Link>
                <span class="quiet">
                  {roomAccess.places(count, max)}
                  {locked && ` · ${roomAccess.locked}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {directory.login === 'optional' && <p class="quiet">{roomAccess.open}</p>}
    </>
  );
}
