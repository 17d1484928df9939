import { Refusal } from '../../protocol/errors.js';
import type { Candidate } from '../media-server.js';
import { JanusError, janusErrors } from './janus-error.js';
import type { JanusSession, Jsep } from './janus-session.js';

/** One WebRTC connection with Janus. */
export class JanusHandle {
  private ended = false;

  private constructor(
    private readonly session: JanusSession,
    private readonly id: () => number,
  ) {}

  /** @param onEnd called if Janus ends the connection, or the client's browser does not answer any more */
  static async attach(session: JanusSession, onEnd: () => void): Promise<JanusHandle> {
    let id = 0;
    const handle = new JanusHandle(session, () => id);
    id = await session.attach(({ janus, plugindata }) => {
      const kicked = plugindata?.data.videoroom === 'event' && plugindata.data.kicked !== undefined;
      if (handle.ended || (janus !== 'hangup' && janus !== 'detached' && !kicked)) return;
      handle.ended = true;
      onEnd();
    });
    return handle;
  }

  /** @throws Refusal bad-data for a session description that Janus does not accept; full; unavailable */
  async message(body: object, jsep?: Jsep): Promise<{ data: Record<string, unknown>; sdp: string }> {
    try {
      const { data, jsep: answer } = await this.session.message(this.id(), body, jsep);
      return { data, sdp: answer?.sdp ?? '' };
    } catch (error) {
      if (error instanceof JanusError && error.code === janusErrors.publishersFull)
        throw new Refusal('full', 'too many people speak or show something in this room at the moment');
      if (error instanceof JanusError && sdpErrors.has(error.code))
        throw new Refusal('bad-data', `the media server does not accept the description: ${error.message}`, {
          pointer: '/sdp',
        });
      throw error;
    }
  }

  async candidate(candidate: Candidate): Promise<void> {
    await this.session.trickle(this.id(), candidate?.candidate ? candidate : { completed: true });
  }

  async close(): Promise<void> {
    this.ended = true;
    await this.session.detach(this.id());
  }
}

const sdpErrors = new Set<number>([janusErrors.invalidSdp, janusErrors.badSdp]);
