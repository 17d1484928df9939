import { namespaceOf } from 'lectern-protocol';
import { roomSender } from '../protocol/address.js';
import type { Identity } from './identity.js';

const has = (list: readonly string[], name: string): boolean => list.includes('*') || list.includes(name);

/** Returns the names that grant access to a room: its ID and, in a namespace, its parents (`/bus` of `/bus/a`). */
function grantedNamesOf(roomId: string): string[] {
  const namespace = namespaceOf(roomId);
  return namespace === '' ? [roomId] : [roomId, roomSender(roomId), namespace];
}

export const canJoinRoom = ({ grants, room }: Identity, roomId: string): boolean =>
  roomId === room || [...grantedNamesOf(roomId)].some((place) => has(grants.rooms, place));
export const canJoinClass = ({ grants }: Identity, classUuid: string): boolean =>
  has(grants.classes, classUuid);
