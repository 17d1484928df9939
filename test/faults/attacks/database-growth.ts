import { type Attack, rounds, upTo } from './attack.js';
import type { Attacker, Attackers } from './attackers.js';

const LECTURES = 10;

/** A guest that fills a class of its own. */
class Filler {
  private constructor(
    readonly client: Attacker,
    private readonly frame: string,
  ) {}

  static async open(attackers: Attackers): Promise<Filler> {
    const client = await attackers.open();
    const created = await client.request('CreateClass', { title: 'x'.repeat(200), subtitle: '' });
    const classUuid = (created?.class as { uuid: string } | undefined)?.uuid;
    const lecture = { lectureDate: '2026-11-30', lectureName: 'n', playlist: '한'.repeat(8192) };
    return new Filler(client, JSON.stringify({ type: 'CreateLecture', data: { classUuid, ...lecture } }));
  }

  createLectures(): void {
    for (const _ of upTo(LECTURES)) this.client.sendText(this.frame);
  }

  /** Resolves when the server has handled everything, or has closed the connection. */
  async handled(): Promise<void> {
    await this.client.request('GetClasses', {});
  }
}

/** Lectures that fill the database. */
export const databaseGrowth = (guests = 10): Attack => ({
  name: 'growth of the database',
  description: `${guests} guests each create ${LECTURES} lectures with the largest playlist every 250 ms. A connection that is closed is opened again, by a new guest.`,
  async prepare(attackers) {
    const fillers = await Promise.all(upTo(guests).map(() => Filler.open(attackers)));
    return async () => {
      await rounds(async () => {
        for (const [k, filler] of fillers.entries()) {
          const open = filler.client.connected ? filler : await Filler.open(attackers);
          fillers[k] = open;
          open.createLectures();
        }
      });
      await Promise.all(fillers.map((filler) => filler.handled()));
    };
  },
});
