import type { RecoveredLog } from 'lectern-protocol';
import { type LogEntry, logNameOf } from '../backplane/backplane.js';
import { isClassroomRoomId } from '../chat/room-id.js';
import { encodeFrame, type Frame } from '../delivery/frame.js';
import { envelopeOf, withId, withSeq } from '../protocol/codec.js';
import type { AttachedConnection, Session, SessionServices } from './session.js';

/** Finds what a client missed and sends it once, in order, before live messages (docs/protocol.md#resuming). */
export class Replay {
  private readonly missed: string[] = [];
  private readonly logs: Record<string, RecoveredLog> = {};
  private bytes = 0;

  /** @param resumedOn the connection on which the client has resumed its session */
  constructor(
    private readonly services: SessionServices,
    private readonly session: Session,
    private readonly resumedOn: AttachedConnection,
  ) {}

  /**
   * Answers a relogin, and sends what the client missed.
   * @param ticket the next one
   * @param seen the last `seq` that the client has of each log
   * @param id of its relogin
   */
  async run(
    ticket: string,
    seen: Record<string, number> = {},
    id: string | number | undefined,
  ): Promise<void> {
    const { session, resumedOn, services } = this;
    const { client } = session;
    const has = new Map(Object.entries(seen));
    for (const log of [...client.positions.keys()]) await this.read(log, has.get(log));
    const recovered = Object.values(this.logs).every((log) => log.recovered);
    // Should the answer be lost, the next resumption has to say so again.
    if (!recovered) await session.save();
    // If the client has resumed on another connection meanwhile, that one reads for itself.
    if (!session.isOn(resumedOn)) return;
    const told = new Map(Object.entries(this.logs).map(([log, { seq }]) => [log, seq]));
    client.catchUp(this.answer(ticket, recovered, id), told);
    for (const room of client.rooms.values()) room.sendState(client);
    for (const [log, { recovered }] of Object.entries(this.logs)) {
      if (!recovered && isClassroomRoomId(log)) await services.classroom.tellState(client, log);
    }
  }

  /** The answer, with everything missed in it or behind it: clients of protocol 1.2 expect it in it. */
  private answer(ticket: string, recovered: boolean, id: string | number | undefined): Frame[] {
    const { client, protocol } = this.session;
    const within = protocol === '1.2';
    const messages = within
      ? `{"ticket":${JSON.stringify(ticket)},"messages":[${this.missed.join(',')}]}`
      : undefined;
    const answer =
      `{"status":"ok","id":${JSON.stringify(client.id)},"recovered":${recovered},` +
      `"logs":${JSON.stringify(this.logs)},"data":${messages ?? JSON.stringify(ticket)}}`;
    const envelope = envelopeOf('server', client.id, 'relogin', answer, id);
    return [envelope, ...(within ? [] : this.missed)].map((each) => encodeFrame(each, false));
  }

  /** Finds what came after the last message that the client has, all of it or nothing. */
  private async read(log: string, seen: number | undefined): Promise<void> {
    const { backplane, options } = this.services;
    const { client } = this.session;
    const came = client.positions.get(log);
    if (!came) return;
    const name = logNameOf(client.id, log);
    const has = seen ?? client.acknowledged(log);
    // Not what was said before it came, whatever it claims to have.
    const after = Math.max(came.seq, has);
    // What it has says nothing of a gap that it does not know of: that may be of another epoch.
    const entries = came.missed ? undefined : await backplane.read(name, { epoch: came.epoch, seq: after });
    const envelopes = entries?.flatMap((entry) => this.asHeard(entry));
    const bytes = envelopes?.reduce((sum, envelope) => sum + Buffer.byteLength(envelope), 0) ?? 0;
    // More than this at once would cut the connection as too slow, and the next one again.
    const fits = this.bytes + bytes <= options.outboundLimit / 2;
    if (envelopes && fits) {
      this.missed.push(...envelopes);
      this.bytes += bytes;
      this.logs[log] = { recovered: true, seq: entries?.at(-1)?.seq ?? after };
    } else {
      const head = await backplane.head(name);
      client.markGap(log, head);
      this.logs[log] = { recovered: false, seq: head.seq };
    }
  }

  /** An entry as this client hears it: its own may be the reply to its request, or not for it at all. */
  private asHeard({ envelope, seq, author }: LogEntry): string[] {
    const placed = withSeq(envelope, seq);
    if (author?.clientId !== this.session.client.id) return [placed];
    if (author.excluded) return [];
    return [author.id === undefined ? placed : withId(placed, author.id)];
  }
}
