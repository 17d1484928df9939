const ID = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_.~-]*$/u;

/** Returns whether people can join a room with this ID by a link, as `roomId` in the protocol's schemas says. */
export const isRoomId = (id: string): boolean =>
  ID.test(id) && [...id].length <= 64 && id !== 'direct' && !/^(class|lecture)_/.test(id);
