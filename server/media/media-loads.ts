import { type Backplane, presenceKey, updateValue } from '../backplane/backplane.js';

/** A room on a media server. */
interface Load {
  room: string;
  url: string;
  people: number;
}

const KEY = presenceKey('/media-loads');

/** How many people the rooms on each media server have, roughly. All nodes share it. */
export class MediaLoads {
  constructor(private readonly backplane: Backplane) {}

  /** Puts a room on the media server with the fewest people, and returns its URL. @param urls at least one */
  async place(room: string, people: number, urls: readonly string[]): Promise<string> {
    const empty = await this.emptyRooms();
    let chosen = '';
    await updateValue<Load[]>(this.backplane, KEY, (all = []) => {
      const others = all.filter((each) => each.room !== room && !empty.has(each.room));
      const loadOf = (url: string) =>
        others.reduce((sum, each) => sum + (each.url === url ? each.people : 0), 0);
      const least = urls.reduce((best, url) => (loadOf(url) < loadOf(best) ? url : best));
      chosen = least;
      return [...others, { room, url: chosen, people }];
    });
    return chosen;
  }

  /** Records where a room is. @param url undefined if no media server carries it */
  async note(room: string, people: number, url: string | undefined): Promise<void> {
    await updateValue<Load[]>(this.backplane, KEY, (all = []) => {
      const known = all.find((each) => each.room === room);
      if (known?.url === url && (url === undefined || known?.people === people)) return all;
      const others = all.filter((each) => each !== known);
      return url === undefined ? others : [...others, { room, url, people }];
    });
  }

  /** Rooms that nobody has removed, since the nodes of their members have died. */
  private async emptyRooms(): Promise<Set<string>> {
    const known = (await this.backplane.get<Load[]>(KEY))?.value ?? [];
    const empty = await Promise.all(
      known.map(async ({ room }) => ((await this.backplane.isEmpty(room)) ? [room] : [])),
    );
    return new Set(empty.flat());
  }
}
