import type { Backplane, LogListener } from '../backplane/backplane.js';
import type { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import { classRoomId, lectureRoomId, waitingRoomId } from '../chat/room-id.js';
import { Refusal } from '../protocol/errors.js';
import type { Store } from '../store/store.js';
import type { ChangeBroadcaster } from './change-broadcaster.js';

/** The log in which nodes announce deleted classes and lectures. */
const DELETIONS = 'deleted';

/** Deleted lectures, or a deleted class with all of its lectures. */
interface Deletion {
  classUuid: string;
  /** Lectures whose rooms end. */
  lectureIds: number[];
  /** The whole class was deleted. */
  whole: boolean;
}

interface Services {
  store: Pick<Store, 'deleteClass' | 'deleteLecture' | 'lecture'>;
  broadcaster: ChangeBroadcaster;
  backplane: Backplane;
  manager: ChatManager;
  log: { error(fields: object, text: string): void };
}

/**
 * Deletes classes and lectures for the operator or because they are unused, and ends the rooms of all deleted ones: the
 * clients in them are informed and removed, on all nodes.
 */
export class Deletions implements LogListener {
  constructor(private readonly services: Services) {}

  /** Subscribes to announcements. */
  async open(): Promise<void> {
    await this.services.backplane.subscribe(DELETIONS, this);
  }

  async close(): Promise<void> {
    await this.services.backplane.unsubscribe(DELETIONS, this);
  }

  /** Deletes a class. @throws Refusal not-found */
  async deleteClass(classUuid: string): Promise<void> {
    const { store, broadcaster } = this.services;
    await broadcaster.storeAndBroadcast({
      roomId: classRoomId(classUuid),
      type: 'DeleteClass',
      change: (announcement) => store.deleteClass({ uuid: classUuid }, undefined, announcement),
    });
  }

  /** Deletes a lecture. @throws Refusal not-found */
  async deleteLecture(lectureId: number): Promise<void> {
    const { store, broadcaster } = this.services;
    const lecture = await store.lecture(lectureId);
    if (!lecture) throw new Refusal('not-found', `lecture ${lectureId} not found`);
    await broadcaster.storeAndBroadcast({
      roomId: classRoomId(lecture.classUuid),
      type: 'DeleteLecture',
      change: (announcement) => store.deleteLecture({ id: lectureId }, undefined, announcement),
    });
  }

  /** Ends the rooms of what was deleted. Clients in the class room were informed before. */
  async end(deletion: Deletion): Promise<void> {
    await this.services.backplane.publish(DELETIONS, JSON.stringify(deletion));
  }

  deliver(text: string): void {
    this.endHere(JSON.parse(text) as Deletion).catch((err) =>
      this.services.log.error({ err }, 'the rooms of a deleted class could not be ended'),
    );
  }

  /** Members of rooms that an announcement was missed for get `not-found` for their next request. */
  gap(): void {}

  private async endHere({ classUuid, lectureIds, whole }: Deletion): Promise<void> {
    const classRoom = classRoomId(classUuid);
    for (const lectureId of lectureIds) {
      const roomId = lectureRoomId(lectureId);
      for (const id of [roomId, waitingRoomId(roomId)]) {
        await this.empty(id, (client) => {
          if (client.rooms.has(classRoom)) return;
          if (whole) client.tell('DeleteClass', { classUuid, status: 200 });
          else client.tell('DeleteLecture', { classUuid, lectureId, status: 200 });
        });
      }
    }
    if (whole) await this.empty(classRoom, () => {});
  }

  private async empty(roomId: string, inform: (client: ChatClient) => void): Promise<void> {
    const { manager } = this.services;
    for (const { id } of manager.rooms.get(roomId)?.localMembers ?? []) {
      const client = manager.clients.get(id);
      if (!client) continue;
      inform(client);
      await manager.leave(client, roomId);
    }
  }
}
