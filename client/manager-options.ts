import type { Clock } from './clock.js';
import type { Participant } from './participant.js';
import type { TransportFactory } from './peer/transport.js';
import type { SpeakingLevels } from './speaking-levels.js';

export interface ManagerOptions {
  /** As by setUsername(). Without it, the server chooses a name. */
  username?: string;
  /** The room, for example a Lecture's `roomId`. Default: the room of the signaler's endpoint. */
  room?: string;
  /** `relay`: only through TURN servers. Default `all`. */
  iceTransportPolicy?: 'all' | 'relay';
  /** As by setMicrophone(). */
  microphone?: MediaStream;
  /**
   * Whether a participant can be heard, in addition to the room's settings. The microphones and screens of all others
   * are silent here, wherever they are played. Called when a participant joins or is renamed, and by checkHeard().
   * Default: everybody can be heard.
   */
  mayBeHeard?: (participant: Participant) => boolean;
  /** As by setSoundOnly(). */
  soundOnly?: boolean;
  /** Whether a participant's camera and screen are shown, called like `mayBeHeard`. Default: they always are. */
  mayBeSeen?: (participant: Participant) => boolean;
  /** Makes the connections. Default: simple-peer, which is loaded when another client is in the room. */
  createTransport?: TransportFactory;
  /** Measures speaking levels; closed by leave(). */
  levels?: Pick<SpeakingLevels, 'watch' | 'close'>;
  clock?: Clock;
  /** From 0 up to but not including 1, like Math.random. */
  random?: () => number;
}
