import type { Attendance, Member } from 'lectern-protocol';

/** Returns the class members who were never in a lecture. */
export function absentMembers(members: readonly Member[], attendance: readonly Attendance[]): Member[] {
  const attended = new Set(attendance.map(({ userId }) => userId));
  return members.filter(({ userId }) => !attended.has(userId));
}
