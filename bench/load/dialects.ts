import type { ServerName } from '../servers.js';

/** The protocol of a client with one of the servers. */
export interface Dialect {
  /** The address of a connection to a room. */
  path(room: string): string;
  /** Whether clients offer permessage-deflate. */
  deflate?: boolean;
  /** The client's first message. */
  hello?(room: string): string;
  /**
   * The client's ID if this text confirms that it is in the room; without this function, a connected client is in the
   * room.
   */
  entered?(text: string): string | undefined;
  /** The client's answer to a text. */
  answer?(text: string): string | undefined;
  /** The message that sends this text to all clients in the room, including the sender. */
  words(text: string): string;
}

const time = 1_763_720_000_000;

const lectern: Dialect = {
  path: (room) => `/room/${room}/ws?deltas=1`,
  entered: (text) => /"type":"welcome".*?"id":"([^"]+)"/.exec(text)?.[1],
  words: (text) => JSON.stringify({ receiver: 'room', type: 'text', data: { from: 'Ada', time, text } }),
};

/** A lobby is the kind of room with the longest messages. */
const lobby: Dialect = {
  path: () => '/ws?deltas=1',
  hello: (room) => JSON.stringify({ receiver: '/lobby', type: 'JOIN', data: room, id: 1 }),
  entered: (text) => (/"type":"JOIN","data":{"ok":true}/.test(text) ? '' : undefined),
  words: (message) => JSON.stringify({ receiver: '/lobby', type: 'BROADCAST', data: { message } }),
};

/** A client that logs in as the page does, so that it can resume. */
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

/** Lectern over Socket.IO. A client is in the room when it is welcome. */
const lecternSocketIo: Dialect = {
  ...socketIo,
  path: (room) => `${socketIo.path(room)}&deltas=1`,
  entered: (text) => /^42\["welcome",\{"id":"([^"]+)"/.exec(text)?.[1],
};

export const dialects: Record<ServerName | 'lobby' | 'listener', Dialect> = {
  lectern,
  'lectern, send': lectern,
  'lectern, node': lectern,
  'lectern, deflate': { ...lectern, deflate: true },
  'lectern, Socket.IO': lecternSocketIo,
  lobby,
  listener,
  relay,
  'socket.io': socketIo,
  'socket.io, ajv': socketIo,
};
