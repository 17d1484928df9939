import type { ApiBan } from 'lectern-protocol/http';
import { perform } from './room-actions.js';
import { adminWords } from './words.js';

interface Banned {
  id: string;
  name: string;
  /** Further text below the name. */
  detail?: string | undefined;
  lift: () => void;
}

/** Bans, each with a button that lifts it. */
export function Bans({ bans, label }: { bans: Banned[]; label: string }) {
  const text = adminWords.value;
  return (
    <ul class="bans" aria-label={label}>
      {bans.map(({ id, name, detail, lift }) => (
        <li key={id}>
          <span>
            {name}
            {detail !== undefined && <small>{detail}</small>}
          </span>
          <button
            type="button"
            class="button outline small"
            aria-label={`${text.liftBan}: ${name}`}
            onClick={lift}
          >
            {text.liftBan}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The users who are banned from a room. */
export function RoomBans({ room, bans }: { room: string; bans: ApiBan[] }) {
  const text = adminWords.value;
  if (bans.length === 0) return null;
  const path = `rooms/${encodeURIComponent(room)}/bans`;
  const banned = bans.map(({ user, username: name }) => ({
    id: user,
    name,
    detail: user,
    lift: () => void perform(text.done.liftBan(name), `${path}/${encodeURIComponent(user)}`, 'DELETE'),
  }));
  return (
    <div class="room-bans">
      <p class="quiet">{text.bans}</p>
      <Bans bans={banned} label={text.bans} />
    </div>
  );
}
