import { roomId as isRoomId } from 'lectern-protocol/envelope';
import { DIRECT } from '../backplane/backplane.js';

export const classRoomId = (classUuid: string): string => `class_${classUuid}`;
export const lectureRoomId = (lectureId: number): string => `lecture_${lectureId}`;

/** Whether a room belongs to a class or a lecture. Clients join such rooms by JoinClass or JoinLecture only. */
export const isClassroomRoomId = (roomId: string): boolean => /^(class|lecture)_/.test(roomId);
export const classUuidOf = (roomId: string): string | undefined => /^class_(.+)$/.exec(roomId)?.[1];

export function lectureIdOf(roomId: string): number | undefined {
  const id = Number(/^lecture_(\d+)$/.exec(roomId)?.[1]);
  return id > 0 ? id : undefined;
}

/** Why an ID is not allowed for rooms that people join by a link; undefined if it is allowed. */
export function roomIdFault(roomId: string): string | undefined {
  if (!isRoomId(roomId)) {
    return 'not a room id: it has 1 to 64 letters, digits or _ . ~ -, the first a letter or a digit';
  }
  if (isClassroomRoomId(roomId)) {
    return 'the rooms of classes and lectures are entered by JoinClass and JoinLecture';
  }
  return roomId === DIRECT ? `no room can be called '${DIRECT}'` : undefined;
}
