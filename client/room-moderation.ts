import type { Entry, RemovedUsers, StoppableMedia, WaitingUsers } from 'lectern-protocol';
import type { Signaling } from './signaling.js';

/**
 * Order in a room, for its owner, or in a lecture, for the instructor. Requests reject with a RequestError, for example
 * `forbidden` for others.
 */
export class RoomModeration {
  readonly #signaler: Signaling;
  readonly #roomId: () => string;

  /** @param roomId returns the room's ID, which can be known later */
  constructor(signaler: Signaling, roomId: () => string) {
    this.#signaler = signaler;
    this.#roomId = roomId;
  }

  /**
   * Opens the room, lets newcomers wait until they are admitted, or closes it to newcomers. Those who are in it stay, and
   * can return.
   */
  async setEntry(entry: Entry): Promise<void> {
    await this.#signaler.request('set-entry', { room_id: this.#roomId(), entry });
  }

  /** Returns the users who wait to be admitted. */
  async waiting(): Promise<WaitingUsers> {
    return (await this.#signaler.request('get-waiting', { room_id: this.#roomId() })).data;
  }

  /**
   * Calls a listener with the users who wait when they change, while this client is in the room. Returns a function that
   * removes the listener.
   */
  onWaiting(listener: (waiting: WaitingUsers) => void): () => void {
    return this.#signaler.on('get-waiting', ({ data }) => {
      if (data.room_id === this.#roomId()) listener(data);
    });
  }

  /** Admits a user who waits, or everyone who waits. The user can return until the room is open to everyone. */
  async admit(user?: string): Promise<void> {
    await this.#signaler.request('admit', { room_id: this.#roomId(), ...(user !== undefined && { user }) });
  }

  /** Refuses a user who waits, or everyone who waits. The user can ask again. */
  async refuse(user?: string): Promise<void> {
    await this.#signaler.request('refuse', { room_id: this.#roomId(), ...(user !== undefined && { user }) });
  }

  /**
   * Asks the clients of a user, or of everyone else, to mute, or to stop their camera or their shared screen. The users
   * can start again.
   */
  async stopMedia(media: StoppableMedia, user?: string): Promise<void> {
    const given = { room_id: this.#roomId(), media };
    await this.#signaler.request('stop-media', user === undefined ? given : { ...given, user });
  }

  /** Removes a user from the room and keeps the user out, until readmit(). For lectures, see Lecture.drop(). */
  async remove(user: string): Promise<void> {
    await this.#signaler.request('remove-user', { room_id: this.#roomId(), user });
  }

  /** Requests a page of the users who were removed from the room, the oldest first. */
  async removed(page: { before?: number; limit?: number } = {}): Promise<Omit<RemovedUsers, 'room_id'>> {
    const { data } = await this.#signaler.request('get-removed', { room_id: this.#roomId(), ...page });
    return data;
  }

  /** Lets a removed user join again. */
  async readmit(user: string): Promise<void> {
    await this.#signaler.request('readmit-user', { room_id: this.#roomId(), user });
  }
}
