import type { RecoveredLog, Welcome } from 'lectern-protocol';
import { type LogEntry, logNameOf } from '../backplane/backplane.js';
import { isClassroomRoomId } from '../chat/room-id.js';
import type { Recovered, RecoveryRequest } from '../delivery/connection.js';
import { encodeFrame, type Frame, type LogPosition } from '../delivery/frame.js';
import { encode, envelopeOf, withId, withSeq } from '../protocol/codec.js';
import type { AttachedConnection, Session, SessionServices } from './session.js';

/** Returns the `seq` of the last message that the client has of a log. */
type Seen = RecoveryRequest['seen'];

/** A missed message. Its envelope does not contain the position yet. */
interface Missed {
  envelope: string;
  position: LogPosition;
}

/** Finds what a client missed and sends it once, in order, before live messages (docs/protocol.md#resuming). */
export class Replay {
  private readonly missed: Missed[] = [];
  private readonly logs: Record<string, RecoveredLog> = {};
  private bytes = 0;

  /** @param resumedOn connection on which the client has resumed its session */
  constructor(
    private readonly services: SessionServices,
    private readonly session: Session,
    private readonly resumedOn: AttachedConnection,
  ) {}

  /**
   * Answers a relogin, and sends the messages that the client missed.
   * @param ticket the next ticket
   * @param seen the `seq` of the last message that the client has of each log
   * @param id `id` of the relogin message
   */
  answerRelogin(ticket: string, seen: Seen, id: string | number | undefined): Promise<Recovered> {
    return this.run(seen, (recovered) => this.answer(ticket, recovered, id));
  }

  /** Greets a client that has returned by its cookie, and sends the messages that it missed. */
  greet(welcome: Welcome): Promise<Recovered> {
    const greeting = encode('server', this.session.client.id, 'welcome', welcome);
    return this.run(
      () => undefined,
      () => [encodeFrame(greeting, false), ...this.missedFrames],
    );
  }

  /** @param answer returns the frames to send first */
  private async run(seen: Seen, answer: (recovered: boolean) => Frame[]): Promise<Recovered> {
    const { session, resumedOn, services } = this;
    const { client } = session;
    for (const [log, { epoch }] of [...client.positions]) await this.read(log, seen(log, epoch));
    const recovered = Object.values(this.logs).every((log) => log.recovered);
    services.events.resumed(recovered ? 'recovered' : 'gap');
    // If the reply is lost, the reply to the next resumption must report the gap again.
    if (!recovered) await session.saveGap();
    const result = { complete: recovered, positions: this.positions };
    // If the client has resumed on another connection meanwhile, that connection has its own replay.
    if (!session.isOn(resumedOn)) return result;
    const told = new Map(Object.entries(this.logs).map(([log, { seq }]) => [log, seq]));
    client.catchUp(answer(recovered), told);
    for (const room of client.rooms.values()) room.sendState(client);
    for (const [log, { recovered }] of Object.entries(this.logs)) {
      if (!recovered && isClassroomRoomId(log)) await services.classroom.tellState(client, log);
    }
    return result;
  }

  private get positions(): LogPosition[] {
    const { positions } = this.session.client;
    return Object.entries(this.logs).map(([log, { seq }]) => ({
      log,
      epoch: positions.get(log)?.epoch ?? '',
      seq,
    }));
  }

  private get missedFrames(): Frame[] {
    return this.missed.map(({ envelope, position }) => encodeFrame(envelope, false, position));
  }

  /** Returns the reply. For clients of protocol 1.2, it contains the missed messages; for others, they follow it. */
  private answer(ticket: string, recovered: boolean, id: string | number | undefined): Frame[] {
    const { client, protocol } = this.session;
    const within = protocol === '1.2' && !this.resumedOn.connection.reportsPositions;
    const missed = this.missed.map(({ envelope, position }) => withSeq(envelope, position.seq));
    const messages = within
      ? `{"ticket":${JSON.stringify(ticket)},"messages":[${missed.join(',')}]}`
      : undefined;
    const answer =
      `{"status":"ok","id":${JSON.stringify(client.id)},"recovered":${recovered},` +
      `"logs":${JSON.stringify(this.logs)},"data":${messages ?? JSON.stringify(ticket)}}`;
    const envelope = envelopeOf('server', client.id, 'relogin', answer, id);
    return [encodeFrame(envelope, false), ...(within ? [] : this.missedFrames)];
  }

  /** Returns all messages after the last one that the client has, or none if some are no longer available. */
  private async read(log: string, seen: ReturnType<Seen>): Promise<void> {
    const { backplane, options } = this.services;
    const { client } = this.session;
    const came = client.positions.get(log);
    if (!came) return;
    const name = logNameOf(client.id, log);
    const isUnknown = seen === 'unknown';
    const has = isUnknown ? 0 : (seen ?? client.acknowledged(log));
    // Messages from before the client joined are not replayed, even if it asks for them.
    const after = Math.max(came.seq, has);
    // If the client does not know of a gap yet, its `seq` can belong to another epoch.
    const entries =
      came.missed || isUnknown ? undefined : await backplane.read(name, { epoch: came.epoch, seq: after });
    const heard = entries?.flatMap((entry) => this.asHeard(entry));
    const bytes = heard?.reduce((sum, { envelope }) => sum + Buffer.byteLength(envelope), 0) ?? 0;
    // A larger replay would exceed the limit of the send queue, and the client would be disconnected again and again.
    const fits = this.bytes + bytes <= options.outboundLimit / 2;
    if (heard && fits) {
      const { epoch } = came;
      this.missed.push(...heard.map(({ envelope, seq }) => ({ envelope, position: { log, epoch, seq } })));
      this.bytes += bytes;
      this.logs[log] = { recovered: true, seq: entries?.at(-1)?.seq ?? after };
    } else {
      const head = await backplane.head(name);
      client.markGap(log, head);
      this.logs[log] = { recovered: false, seq: head.seq };
    }
  }

  /** Returns an entry's envelope for this client. Its own entry can be the reply to a request, or not be for it. */
  private asHeard({ envelope, seq, author }: LogEntry): { envelope: string; seq: number }[] {
    if (author?.clientId !== this.session.client.id) return [{ envelope, seq }];
    if (author.excluded) return [];
    return [{ envelope: author.id === undefined ? envelope : withId(envelope, author.id), seq }];
  }
}
