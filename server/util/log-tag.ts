import { createHash } from 'node:crypto';

/**
 * Returns a short hash that stands for a text in the server's log, so that lines about the same room can be found
 * without writing the room's ID, which people choose. `printf %s blue | sha256sum | cut -c1-12` gives that of `blue`.
 */
export const logTag = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
