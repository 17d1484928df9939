import { v4 as uuid } from 'uuid';
import type { Backplane, LogListener } from '../backplane/backplane.js';
import type { ChatManager } from '../chat/chat-manager.js';
import { lectureIdOf, lectureRoomId } from '../chat/room-id.js';
import { Refusal } from '../protocol/errors.js';
import type { ExclusionScope, Store } from '../store/store.js';
import { classOf, type Place, placesOf } from './places.js';

/** The log in which nodes announce users who were removed from a lecture or a class. */
const EXPULSIONS = 'expelled';

interface Services {
  store: Pick<Store, 'exclusion' | 'lecture'>;
  backplane: Backplane;
  manager: ChatManager;
  /** Called on each node when a user has been removed from a lecture or a class. */
  rightsChanged(userId: string): void;
  log: { error(fields: object, text: string): void };
}

/** A user who is to leave a lecture or, with the scope `class`, the class and all of its lectures. */
export interface Expulsion {
  classUuid: string;
  /** The lecture from which the instructor removed the user. Its room is informed before. */
  lectureId: number;
  userId: string;
  scope: ExclusionScope;
}

interface Announcement extends Expulsion {
  /** The node that announced it and has already removed its own clients. */
  by: string;
}

/** Keeps users out of lectures and classes from which the instructor has removed them, on all nodes. */
export class Exclusions implements LogListener {
  private readonly id = uuid();

  constructor(private readonly services: Services) {}

  /** Subscribes to announcements of other nodes. */
  async open(): Promise<void> {
    await this.services.backplane.subscribe(EXPULSIONS, this);
  }

  async close(): Promise<void> {
    await this.services.backplane.unsubscribe(EXPULSIONS, this);
  }

  /**
   * Removes all clients of a user, on all nodes. Must be called after the exclusion is stored: clients that join at the
   * same time are then found here, or find the exclusion themselves.
   */
  async expel(expulsion: Expulsion): Promise<void> {
    await this.expelHere(expulsion);
    const announcement: Announcement = { ...expulsion, by: this.id };
    await this.services.backplane.publish(EXPULSIONS, JSON.stringify(announcement));
  }

  /** Handles an announcement of another node. */
  deliver(text: string): void {
    const { by, ...expulsion } = JSON.parse(text) as Announcement;
    if (by === this.id) return;
    this.expelHere(expulsion).catch((error) => this.failed(error));
  }

  /** This node has missed announcements. */
  gap(): void {
    this.checkAll().catch((error) => this.failed(error));
  }

  private async expelHere({ classUuid, lectureId, userId, scope }: Expulsion): Promise<void> {
    const { manager, store } = this.services;
    const announced = lectureRoomId(lectureId);
    const uninformed: Place[] = [];
    for (const place of placesOf(manager, ({ user }) => user.id === userId)) {
      const { client, roomId } = place;
      if (roomId !== announced) {
        if (scope !== 'class' || (await classOf(store, roomId)) !== classUuid) continue;
        uninformed.push(place);
      }
      await manager.leave(client, roomId);
    }
    for (const { client, roomId } of uninformed) {
      client.tell('DropParticipant', {
        classUuid,
        lectureId: lectureIdOf(roomId) ?? lectureId,
        userId,
        scope,
        status: 200,
      });
    }
    this.services.rightsChanged(userId);
  }

  /** Removes every client of this node that is in a room from which its user is excluded. */
  private async checkAll(): Promise<void> {
    const { manager, store } = this.services;
    for (const { client, roomId } of placesOf(manager, () => true)) {
      const classUuid = await classOf(store, roomId);
      if (classUuid === undefined) continue;
      const excluded = await store.exclusion(classUuid, client.user.id, lectureIdOf(roomId));
      if (excluded) await manager.leave(client, roomId);
    }
  }

  private failed(err: unknown): void {
    this.services.log.error({ err }, 'a user could not be removed from a lecture');
  }
}

/** Returns the refusal of a request by a user whom the instructor has removed. */
export const excludedRefusal = (scope: ExclusionScope): Refusal =>
  new Refusal(
    'forbidden',
    scope === 'class'
      ? 'the instructor has banned you from this class'
      : 'the instructor has removed you from this lecture',
    { removed_from: scope },
  );
