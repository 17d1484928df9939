import type { ServerName } from '../servers.js';

/** How a client speaks to one of the servers. */
export interface Dialect {
  /** The address of a connection to a room. */
  path(room: string): string;
  /** What a client says first. */
  hello?(room: string): string;
  /** The client's id, where this text says that it is in; without it, who is connected is in. */
  entered?(text: string): string | undefined;
  /** What a text is answered with. */
  answer?(text: string): string | undefined;
  /** What a client sends so that everybody in its room hears this text, itself included. */
  words(text: string): string;
}

const time = 1_763_720_000_000;

const lectern: Dialect = {
  path: (room) => `/room/${room}/ws?deltas=1`,
  entered: (text) => /"type":"welcome".*?"id":"([^"]+)"/.exec(text)?.[1],
  words: (text) => JSON.stringify({ receiver: 'room', type: 'text', data: { from: 'Ada', time, text } }),
};

/** A lobby is the room in which a message may be longest. */
const lobby: Dialect = {
  path: () => '/ws?deltas=1',
  hello: (room) => JSON.stringify({ receiver: '/lobby', type: 'JOIN', data: room, id: 1 }),
  entered: (text) => (/"type":"JOIN","data":{"ok":true}/.test(text) ? '' : undefined),
  words: (message) => JSON.stringify({ receiver: '/lobby', type: 'BROADCAST', data: { message } }),
};

/** Somebody who logs in as the page does, so that they may come back. */
const listener: Dialect = {
  path: (room) => `/room/${room}/ws?deltas=1&login=1`,
  hello: () => JSON.stringify({ type: 'login', data: { protocol: '1.2' }, id: 1 }),
  entered: (text) => /"type":"login".*?"status":"ok".*?"id":"([^"]+)"/.exec(text)?.[1],
  words: lectern.words,
};

const relay: Dialect = {
  path: (room) => `/${room}`,
  words: (text) => JSON.stringify({ type: 'text', data: { from: 'Ada', time, text } }),
};

const socketIo: Dialect = {
  path: (room) => `/socket.io/?EIO=4&transport=websocket&room=${room}`,
  hello: () => '40',
  entered: (text) => /^40\{"sid":"([^"]+)"/.exec(text)?.[1],
  answer: (text) => (text === '2' ? '3' : undefined),
  words: (text) => `42${JSON.stringify(['text', { from: 'Ada', time, text }])}`,
};

export const dialects: Record<ServerName | 'lobby' | 'listener', Dialect> = {
  lectern,
  'lectern, send': lectern,
  'lectern, node': lectern,
  lobby,
  listener,
  relay,
  'socket.io': socketIo,
  'socket.io, ajv': socketIo,
};
