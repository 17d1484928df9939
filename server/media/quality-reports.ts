import type { ParticipantQuality } from 'lectern-protocol';
import { type Backplane, mailboxLog } from '../backplane/backplane.js';
import { encode } from '../protocol/codec.js';
import { afterRunning, type Deadline } from '../util/running-time.js';
import { type MediaQuality, type MediaUse, scoreOf, streamQualityOf } from './media-quality.js';

/** Time in ms in which measurements are collected for a report. */
const COLLECT_MS = 5000;

/** Maximum number of participants in a message. */
const MESSAGE_PARTICIPANTS = 100;

interface QualityReportsServices {
  backplane: Pick<Backplane, 'publish'>;
  /** Returns the clients that lead the room, on every node. */
  leaders(): Promise<readonly string[]>;
  log: { warn(fields: object, text: string): void };
}

type Measured = Partial<Record<MediaUse, MediaQuality>>;

/**
 * Tells those who lead a room how well its clients on this node are connected to the media server: those whose score is not
 * good, or was not, or that have not been reported yet.
 */
export class QualityReports {
  private readonly measured = new Map<string, Measured>();
  /** The participants whose last reported score is good. */
  private readonly good = new Set<string>();
  private toldLeaders = '';
  private deadline: Deadline | undefined;

  constructor(
    private readonly roomId: string,
    private readonly services: QualityReportsServices,
  ) {}

  add(clientId: string, use: MediaUse, quality: MediaQuality): void {
    this.measured.set(clientId, { ...this.measured.get(clientId), [use]: quality });
    this.deadline ??= afterRunning(COLLECT_MS, () => void this.report()).unref();
  }

  /** The client has left. */
  left(clientId: string): void {
    this.measured.delete(clientId);
    this.good.delete(clientId);
  }

  close(): void {
    this.deadline?.cancel();
  }

  private async report(): Promise<void> {
    const measured = [...this.measured];
    this.measured.clear();
    this.deadline = undefined;
    try {
      const leaders = await this.services.leaders();
      const told = [...leaders].sort().join();
      if (told !== this.toldLeaders) this.good.clear();
      this.toldLeaders = told;
      const participants = measured.flatMap(([id, each]) => this.changed(id, each) ?? []);
      while (participants.length > 0) {
        const data = { participants: participants.splice(0, MESSAGE_PARTICIPANTS) };
        for (const leader of leaders) await this.tell(leader, data);
      }
    } catch (err) {
      this.services.log.warn({ room: this.roomId, err }, 'the quality of connections could not be reported');
    }
  }

  private changed(id: string, { publishing, listening }: Measured): ParticipantQuality | undefined {
    const score = scoreOf([publishing ?? [], listening ?? []].flat());
    const known = this.good.has(id);
    if (score !== 'good') this.good.delete(id);
    else if (known) return undefined;
    else this.good.add(id);
    return {
      id,
      score,
      ...(publishing && { publishing: streamQualityOf(publishing) }),
      ...(listening && { listening: streamQualityOf(listening) }),
    };
  }

  private tell(leader: string, data: { participants: ParticipantQuality[] }): unknown {
    const envelope = encode(`/sfu/${this.roomId}`, leader, '/sfu quality', data);
    return this.services.backplane.publish(mailboxLog(leader), envelope);
  }
}
