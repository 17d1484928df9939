import type { Presence } from '../backplane/backplane.js';
import type { MediaRights } from './media-rights.js';
import type { Standing } from './stage.js';

/** Who is allowed to publish in a room, and who talked last. */
export class Standings {
  private readonly talkedAt = new Map<string, number>();
  /** The levels of those who talk. */
  private readonly levels = new Map<string, number>();
  /** The rights of those who publish, until something changes that they can depend on. */
  private rights: ReturnType<MediaRights['publishers']> | undefined;

  constructor(
    private readonly roomId: string,
    private readonly services: { rights: Pick<MediaRights, 'publishers'> },
  ) {}

  talking(client: string, talks: boolean, level: number): void {
    if (talks) this.levels.set(client, level);
    else this.levels.delete(client);
    this.talkedAt.set(client, talks ? Number.MAX_SAFE_INTEGER : Date.now());
  }

  left(client: string): void {
    this.levels.delete(client);
    this.talkedAt.delete(client);
  }

  /** The members, those who publish, or their rights have changed. */
  changed(): void {
    this.rights = undefined;
  }

  /**
   * Returns the standings of those who are allowed to publish. Reads no rights if nothing but who talks has changed since
   * the last call.
   * @param publishing the members who publish
   */
  async of(publishing: readonly Presence[]): Promise<ReadonlyMap<string, Standing>> {
    this.rights ??= this.services.rights.publishers(this.roomId, publishing);
    try {
      const rights = await this.rights;
      return new Map(
        [...rights].map(([client, right]) => [
          client,
          { ...right, talkedAt: this.talkedAt.get(client) ?? 0, level: this.levels.get(client) },
        ]),
      );
    } catch (error) {
      this.rights = undefined;
      throw error;
    }
  }
}
