import type {
  ChangeInput,
  ChangeName,
  Outcome,
  ReadAnswer,
  ReadInput,
  ReadName,
  RequestKey,
  ValueOf,
} from '../store.js';
import type { Db } from '../tables.js';
import { attendance, extendAttendance, startAttendance } from './attendance.js';
import { classByUuid, classes, createClass, enroll, instructor, member, members } from './classes.js';
import { createLecture, lecture, lectures, liveLectures, updateLecture } from './lectures.js';
import { createMarker, deleteMarker, marker, markers } from './markers.js';
import { addChatMessage, addMarkerMessage, chatMessages, markerMessages } from './messages.js';
import { findReply, forgetReplies, keepReply } from './replies.js';
import { createRoom, deleteRoom, room, roomPassword, rooms, updateRoom } from './rooms.js';
import { keepSecret } from './secrets.js';
import { endSession, saveSession, session, useToken } from './sessions.js';
import { saveUser, user } from './users.js';

/** What each change does within its transaction. */
const changes: { [K in ChangeName]: (db: Db, given: ChangeInput<K>) => Promise<ValueOf<K>> } = {
  saveUser,
  createClass,
  enroll,
  createLecture,
  updateLecture,
  addChatMessage,
  createMarker,
  deleteMarker,
  addMarkerMessage,
  startAttendance,
  extendAttendance,
  forgetReplies,
  saveSession,
  endSession,
  useToken,
  keepSecret,
  createRoom,
  updateRoom,
  deleteRoom,
};

const reads: { [K in ReadName]: (db: Db, ...args: ReadInput<K>) => Promise<ReadAnswer<K>> } = {
  findReply,
  session,
  room,
  roomPassword,
  rooms,
  user,
  class: classByUuid,
  lecture,
  marker,
  member,
  instructor,
  classes,
  lectures,
  liveLectures,
  members,
  chatMessages,
  markers,
  markerMessages,
  attendance,
};

export const changeNames = Object.keys(changes) as ChangeName[];
export const readNames = Object.keys(reads) as ReadName[];

/** Makes a change and keeps its answer, or finds that this has been done. To be called within a transaction. */
export async function change<K extends ChangeName>(
  db: Db,
  name: K,
  given: ChangeInput<K>,
  request: RequestKey | undefined,
): Promise<Outcome<ValueOf<K>>> {
  if (request) {
    const first = await findReply(db, name, request);
    if (first !== undefined) return { value: first, repeated: true };
  }
  const value = await changes[name](db, given);
  if (request) await keepReply(db, name, request, value);
  return { value, repeated: false };
}

export function read<K extends ReadName>(db: Db, name: K, args: ReadInput<K>): Promise<ReadAnswer<K>> {
  return reads[name](db, ...args);
}
