import { roomId as isRoomId } from 'lectern-protocol/envelope';
import { DIRECT } from '../backplane/backplane.js';

export const classRoomId = (classUuid: string): string => `class_${classUuid}`;
export const lectureRoomId = (lectureId: number): string => `lecture_${lectureId}`;

/** Returns whether a room belongs to a class or a lecture. Clients only join it by JoinClass or JoinLecture. */
export const isClassroomRoomId = (roomId: string): boolean => /^(class|lecture)_/.test(roomId);
export const classUuidOf = (roomId: string): string | undefined => /^class_(.+)$/.exec(roomId)?.[1];

export function lectureIdOf(roomId: string): number | undefined {
  const id = Number(/^lecture_(\d+)$/.exec(roomId)?.[1]);
  return id > 0 ? id : undefined;
}

/**
 * Returns the ID of the room of clients that wait to be admitted to a room. It is not part of the protocol: its members
 * are not informed about each other, and cannot exchange messages.
 */
export const waitingRoomId = (roomId: string): string => `/waiting/${roomId}`;
export const isWaitingRoomId = (roomId: string): boolean => roomId.startsWith('/waiting/');
/** Returns the room that the members of a waiting room wait for; undefined if the room is not a waiting room. */
export const awaitedRoomIdOf = (roomId: string): string | undefined =>
  isWaitingRoomId(roomId) ? roomId.slice('/waiting/'.length) : undefined;

/** Returns the reason why an ID is not allowed for rooms that people join by a link; undefined if it is allowed. */
export function roomIdFault(roomId: string): string | undefined {
  if (!isRoomId(roomId)) {
    return 'invalid room id: expected 1 to 64 letters, digits or _ . ~ -, starting with a letter or a digit';
  }
  if (isClassroomRoomId(roomId)) {
    return 'rooms of classes and lectures can only be joined by JoinClass and JoinLecture';
  }
  return roomId === DIRECT ? `no room can have the id '${DIRECT}'` : undefined;
}
