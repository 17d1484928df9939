import type {
  Announcement,
  ChangeInput,
  ChangeName,
  ChangeResult,
  ChangeValue,
  ReadInput,
  ReadName,
  ReadResult,
  RequestKey,
} from '../store.js';
import type { Db } from '../tables.js';
import { admit, isAdmitted } from './admissions.js';
import { attendance, extendAttendance, startAttendance } from './attendance.js';
import { addAuditEntry, auditEntries } from './audit-log.js';
import { browsers, createBrowserLink, deleteBrowser, touchBrowser, useBrowserLink } from './browsers.js';
import {
  calendarEntries,
  calendarFeed,
  calendarFeedByHash,
  createCalendarFeed,
  deleteOldCancellations,
  withdrawCalendarFeed,
} from './calendar.js';
import {
  classByUuid,
  classes,
  createClass,
  enroll,
  instructors,
  member,
  members,
  updateClass,
} from './classes.js';
import { correctLecture } from './correct-lecture.js';
import { deleteClass, deleteLecture } from './deletions.js';
import { exclude, exclusion, exclusions, readmit } from './exclusions.js';
import { createLecture, lecture, lectures, liveLectures, updateLecture } from './lectures.js';
import {
  createMarker,
  deleteMarker,
  marker,
  markers,
  markerVotes,
  setMarkerAnswered,
  voteMarker,
} from './markers.js';
import { leaveClass, removeMember, setMemberType } from './memberships.js';
import {
  addChatMessage,
  addMarkerMessage,
  chatMessage,
  chatMessages,
  clearChat,
  deleteChatMessage,
  markerMessages,
} from './messages.js';
import { addToOutbox, dueAnnouncements, findInOutbox, removeAnnouncements } from './outbox.js';
import {
  addRecordingFiles,
  deleteRecording,
  endRecording,
  oldRecordings,
  recording,
  recordingBytes,
  recordingFile,
  recordings,
  startRecording,
  unfinishedRecordings,
} from './recordings.js';
import { deleteReplies, findReply, storeReply } from './replies.js';
import { liftRevocation, revocations, revoke } from './revocations.js';
import {
  excludeFromRoom,
  hasRoomExclusions,
  isExcludedFromRoom,
  readmitToRoom,
  roomExclusions,
} from './room-exclusions.js';
import { createRoom, deleteRoom, room, roomPassword, rooms, updateRoom } from './rooms.js';
import { ensureSecret } from './secrets.js';
import { consumeToken, deleteSession, saveSession, session } from './sessions.js';
import {
  databaseBytes,
  deleteOldAttendance,
  deleteOldChat,
  touchRooms,
  unusedClasses,
  unusedRooms,
} from './unused.js';
import { eraseUser, userData } from './user-data.js';
import { saveUser, user } from './users.js';
import { addVoiceMessage, audioPart, lectureAudioBytes } from './voice-messages.js';
import { deadWebhooks, dueWebhooks, leaseWebhooks, webhookFailed, webhookTaken } from './webhook-delivery.js';
import {
  discardWebhooks,
  enableWebhooks,
  retryWebhooks,
  setWebhookEndpoints,
  webhookEndpoints,
} from './webhook-endpoints.js';
import { recordPassages, webhookParticipants } from './webhook-passages.js';

/** The query of each change. It runs in a transaction. */
const changes: { [K in ChangeName]: (db: Db, given: ChangeInput<K>) => Promise<ChangeValue<K>> } = {
  saveUser,
  eraseUser,
  createClass,
  updateClass,
  enroll,
  leaveClass,
  removeMember,
  setMemberType,
  createCalendarFeed,
  withdrawCalendarFeed,
  createLecture,
  updateLecture,
  correctLecture,
  deleteLecture,
  deleteClass,
  deleteOldAttendance,
  deleteOldChat,
  deleteOldCancellations,
  exclude,
  readmit,
  admit,
  excludeFromRoom,
  readmitToRoom,
  addChatMessage,
  deleteChatMessage,
  clearChat,
  createMarker,
  deleteMarker,
  setMarkerAnswered,
  voteMarker,
  addMarkerMessage,
  addVoiceMessage,
  startRecording,
  endRecording,
  addRecordingFiles,
  deleteRecording,
  startAttendance,
  extendAttendance,
  deleteReplies,
  saveSession,
  deleteSession,
  consumeToken,
  createBrowserLink,
  useBrowserLink,
  touchBrowser,
  deleteBrowser,
  addAuditEntry,
  revoke,
  liftRevocation,
  removeAnnouncements,
  setWebhookEndpoints,
  recordPassages,
  webhookTaken,
  webhookFailed,
  leaseWebhooks,
  retryWebhooks,
  enableWebhooks,
  discardWebhooks,
  ensureSecret,
  createRoom,
  updateRoom,
  touchRooms,
  deleteRoom,
};

/** The query of each read. */
const reads: { [K in ReadName]: (db: Db, ...args: ReadInput<K>) => Promise<ReadResult<K>> } = {
  findReply,
  session,
  room,
  roomPassword,
  rooms,
  revocations,
  auditEntries,
  dueAnnouncements,
  webhookEndpoints,
  dueWebhooks,
  deadWebhooks,
  webhookParticipants,
  databaseBytes,
  unusedClasses,
  unusedRooms,
  browsers,
  user,
  userData,
  class: classByUuid,
  lecture,
  marker,
  member,
  exclusion,
  exclusions,
  instructors,
  isAdmitted,
  isExcludedFromRoom,
  roomExclusions,
  hasRoomExclusions,
  classes,
  lectures,
  liveLectures,
  calendarEntries,
  calendarFeed,
  calendarFeedByHash,
  members,
  chatMessage,
  chatMessages,
  audioPart,
  lectureAudioBytes,
  recording,
  recordings,
  recordingFile,
  unfinishedRecordings,
  oldRecordings,
  recordingBytes,
  markers,
  markerVotes,
  markerMessages,
  attendance,
};

/** The names of all changes. */
export const changeNames = Object.keys(changes) as ChangeName[];
/** The names of all reads. */
export const readNames = Object.keys(reads) as ReadName[];

/**
 * Makes a change and stores its result and its announcement, or returns the stored result of a repeated request. Must run
 * in a transaction.
 */
export async function runChange<K extends ChangeName>(
  db: Db,
  name: K,
  given: ChangeInput<K>,
  request: RequestKey | undefined,
  announcement: Announcement | undefined,
): Promise<ChangeResult<ChangeValue<K>>> {
  if (request) {
    const first = await findReply(db, name, request);
    if (first !== undefined) {
      const due = announcement && (await findInOutbox(db, announcement, request));
      return { value: first, repeated: true, ...(due && { due }) };
    }
  }
  const value = await changes[name](db, given);
  if (request) await storeReply(db, name, request, value);
  const due = announcement && (await addToOutbox(db, announcement, value, request));
  return { value, repeated: false, ...(due && { due }) };
}

/** Runs a read. */
export function runRead<K extends ReadName>(db: Db, name: K, args: ReadInput<K>): Promise<ReadResult<K>> {
  return reads[name](db, ...args);
}
