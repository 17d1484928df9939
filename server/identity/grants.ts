import { namespaceOf } from 'lectern-protocol';
import { roomSender } from '../protocol/address.js';
import type { Identity } from './identity.js';

const has = (list: readonly string[], name: string): boolean => list.includes('*') || list.includes(name);

/** Returns the names that grant access to a room: its ID and, in a namespace, its parents (`/bus` of `/bus/a`). */
function grantedNamesOf(roomId: string): string[] {
  const namespace = namespaceOf(roomId);
  return namespace === '' ? [roomId] : [roomId, roomSender(roomId), namespace];
}

/**
 * Returns whether a grant such as `school-7-*` covers a room. The separator before the `*` is required, so that a grant
 * for `school-7` never covers `school-70`. The IDs of rooms do not contain `*`.
 */
function coversByPrefix(grant: string, roomId: string): boolean {
  const prefix = /^([^*]+[-_.~])\*$/.exec(grant)?.[1]?.normalize('NFC');
  return prefix !== undefined && roomId.length > prefix.length && roomId.startsWith(prefix);
}

export const canJoinRoom = ({ grants, room }: Identity, roomId: string): boolean =>
  roomId === room ||
  grantedNamesOf(roomId).some((place) => has(grants.rooms, place)) ||
  (namespaceOf(roomId) === '' && grants.rooms.some((grant) => coversByPrefix(grant, roomId)));
export const canJoinClass = ({ grants }: Identity, classUuid: string): boolean =>
  has(grants.classes, classUuid);
