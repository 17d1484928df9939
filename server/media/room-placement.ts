import { type Backplane, presenceKey } from '../backplane/backplane.js';
import { MediaLoads } from './media-loads.js';
import type { MediaServers } from './media-servers.js';

/** Fewer people by which a room returns to the mesh, so that somebody who comes and goes does not move it each time. */
const HYSTERESIS = 2;

export interface PlacementServices {
  backplane: Backplane;
  servers: Pick<MediaServers, 'isUsable' | 'available'>;
  /** Number of people above which a media server carries a room. */
  threshold: number;
}

const keyOf = (room: string): string => presenceKey(`/media/${room}`);

/** Returns the URL of the media server that carries a room, if any. */
export async function placeOf(backplane: Backplane, room: string): Promise<string | undefined> {
  return (await backplane.get<string>(keyOf(room)))?.value;
}

/** Decides which media server carries a room, if any, with all nodes: the first one that decides, decides for all. */
export class RoomPlacement {
  private readonly key: string;
  private readonly log: string;
  private readonly loads: MediaLoads;
  private readonly listener: { deliver(): void; gap(): void };
  /** What was recorded of the room's load. */
  private noted = '';

  /** @param onMove called when a node has decided */
  constructor(
    private readonly room: string,
    private readonly services: PlacementServices,
    onMove: () => void,
  ) {
    this.key = keyOf(room);
    this.log = `media/${room}`;
    this.loads = new MediaLoads(services.backplane);
    this.listener = { deliver: onMove, gap: onMove };
  }

  async open(): Promise<void> {
    await this.services.backplane.subscribe(this.log, this.listener);
  }

  async close(): Promise<void> {
    const { backplane } = this.services;
    await backplane.unsubscribe(this.log, this.listener);
    if (await backplane.isEmpty(this.room)) await this.decide(0);
  }

  /**
   * Returns the URL of the media server that carries the room; undefined if its clients connect to each other.
   * @param always a media server carries the room, however few people it has
   */
  async decide(people: number, always = false): Promise<string | undefined> {
    const { backplane } = this.services;
    for (;;) {
      const present = await backplane.get<string>(this.key);
      const url = await this.next(present?.value, people, always ? 0 : this.services.threshold);
      if (url !== present?.value) {
        if ((await backplane.compareAndSet(this.key, present?.version ?? 0, url)) === undefined) continue;
        await backplane.publish(this.log, '{}');
      }
      await this.noteLoad(url, people);
      return url;
    }
  }

  private async next(
    present: string | undefined,
    people: number,
    threshold: number,
  ): Promise<string | undefined> {
    const { servers } = this.services;
    if (people <= Math.max(threshold - HYSTERESIS, 0)) return undefined;
    if (present === undefined && people <= threshold) return undefined;
    if (present !== undefined && servers.isUsable(present)) return present;
    // A room only moves to a media server that answers. Without one, it stays until the former one answers again.
    const { available } = servers;
    return available.length === 0 ? present : this.loads.place(this.room, people, available);
  }

  /** Records the room's load when it has doubled or halved. */
  private async noteLoad(url: string | undefined, people: number): Promise<void> {
    const load = url === undefined ? '' : `${Math.floor(Math.log2(people))} ${url}`;
    if (load === this.noted) return;
    await this.loads.note(this.room, people, url);
    this.noted = load;
  }
}
