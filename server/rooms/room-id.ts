import { roomId as isRoomId } from 'lectern-protocol/envelope';
import { DIRECT } from '../backplane/backplane.js';
import { isClassroom } from '../classroom/classroom.js';

/** Why no room that people enter by its link can be called so; undefined where one can. */
export function faultOf(roomId: string): string | undefined {
  if (!isRoomId(roomId)) {
    return 'not a room id: it has 1 to 64 letters, digits or _ . ~ -, the first a letter or a digit';
  }
  if (isClassroom(roomId)) {
    return 'the rooms of classes and lectures are entered by JoinClass and JoinLecture';
  }
  return roomId === DIRECT ? `no room can be called '${DIRECT}'` : undefined;
}
