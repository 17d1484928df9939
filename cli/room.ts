import { createInterface } from 'node:readline';
import type { Room } from 'lectern-protocol';
import type { HttpCreateRoom, HttpUpdateRoom } from 'lectern-protocol/http';
import { answered } from './answered.js';
import type { ApiFlags } from './api-command.js';
import { ExplainedError } from './explained-error.js';
import { type Advice, type Api, call } from './http.js';
import { print } from './print.js';
import { printTable } from './table.js';

export interface SettingsFlags {
  title?: string;
  public?: true;
  private?: true;
  /** `-` reads it from the standard input, false removes it. */
  password?: string | false;
  /** False removes the limit. */
  max?: number | false;
  speech?: NonNullable<HttpCreateRoom['speech']>;
}

/** A room as the API describes it. */
type ListedRoom = Room & { count: number; owner?: string };

const advice: Advice = {
  missing: '`lectern room list` lists the rooms',
  conflict: 'choose another ID, or change the existing room with `lectern room update`',
  help: 'see `lectern room --help`',
};

const pathOf = (id: string): string => `/rooms/${encodeURIComponent(id)}`;

/** `lectern room create` */
export const createRoom = (
  id: string | undefined,
  flags: ApiFlags & SettingsFlags & { owner?: string },
): Promise<number> =>
  answered(flags, advice, async (api) => {
    const { owner } = flags;
    const named = { ...(id !== undefined && { room_id: id }), ...(owner !== undefined && { owner }) };
    const made = await call(api, 'POST', '/rooms', { ...named, ...(await settingsOf(flags)) });
    tell((made as { room: ListedRoom }).room, api, flags);
  });

/** `lectern room show` */
export const showRoom = (id: string, flags: ApiFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    const { room } = (await call(api, 'GET', pathOf(id))) as { room: ListedRoom };
    // A room without settings exists as long as clients are in it.
    const isPlain = room.speech === undefined && !flags.json;
    if (isPlain) print(`Room ${id} has no settings. Clients in it: ${room.count}`);
    else tell(room, api, flags);
  });

/** `lectern room update` */
export const updateRoom = (id: string, flags: ApiFlags & SettingsFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    const changed = await call(api, 'PATCH', pathOf(id), await settingsOf(flags));
    tell((changed as { room: ListedRoom }).room, api, flags);
  });

/** `lectern room delete` */
export const deleteRoom = (id: string, flags: ApiFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    await call(api, 'DELETE', pathOf(id));
    if (!flags.json) print(`Removed the settings of room ${id} and disconnected everyone in it.`);
  });

/** `lectern room list` */
export const listRooms = (flags: ApiFlags): Promise<number> =>
  answered(flags, advice, async (api) => {
    const rooms: ListedRoom[] = [];
    let before: number | undefined;
    do {
      const path = `/rooms?limit=200${before === undefined ? '' : `&before=${before}`}`;
      const page = (await call(api, 'GET', path)) as { rooms: ListedRoom[]; before?: number };
      rooms.unshift(...page.rooms);
      before = page.before;
    } while (before !== undefined);
    if (flags.json) for (const room of rooms) print(JSON.stringify(room));
    else printRooms(rooms);
    if (!flags.json && api.key === undefined)
      print('\nOnly public rooms are listed. Use an API key to list all rooms.');
  });

/** The room settings from the flags; null removes a setting. */
async function settingsOf(flags: SettingsFlags): Promise<HttpUpdateRoom> {
  const { title, max, speech, password } = flags;
  return {
    ...(title !== undefined && { title }),
    ...((flags.public || flags.private) && { public: flags.public === true }),
    ...(max !== undefined && { max: max || null }),
    ...(speech !== undefined && { speech }),
    ...(password !== undefined && { password: password === '-' ? await firstLine() : password || null }),
  };
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface(process.stdin)) return line;
  throw new ExplainedError('no password on standard input', 'pipe one line into the command');
}

const linkOf = ({ server }: Api, { room_id }: Room): string =>
  new URL(`room/${encodeURIComponent(room_id)}`, server).href;

function tell(room: ListedRoom, api: Api, { json }: ApiFlags): void {
  if (json) {
    print(JSON.stringify(room));
    return;
  }
  const facts = {
    room: room.room_id,
    title: room.title,
    link: linkOf(api, room),
    listed: room.public ? 'public' : 'private',
    password: room.locked ? 'yes' : 'no',
    clients: placesOf(room),
    speech: room.speech,
    owner: room.owner ?? 'none',
  };
  for (const [name, fact] of Object.entries(facts)) print(`${name.padEnd(10)}${fact}`.trimEnd());
}

const placesOf = ({ count, max }: ListedRoom): string =>
  max === undefined ? `${count}` : `${count} of ${max}`;

function printRooms(rooms: ListedRoom[]): void {
  const rows = rooms.map((room) => [
    room.room_id,
    room.public ? 'public' : 'private',
    room.locked ? 'password' : 'open',
    placesOf(room),
    room.speech,
    room.title,
  ]);
  printTable(['ROOM', 'LISTED', 'ENTRY', 'CLIENTS', 'SPEECH', 'TITLE'], rows);
}
