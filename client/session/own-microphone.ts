import { openMicrophone } from '../media-devices.js';
import { MediaTrouble, type MediaTroubleReason } from '../trouble.js';

export interface MicrophoneState {
  microphone: 'off' | 'opening' | 'on';
  /** Why the microphone could not be opened. */
  microphoneTrouble: MediaTroubleReason | undefined;
}

export const microphoneOff: MicrophoneState = { microphone: 'off', microphoneTrouble: undefined };

interface Owner {
  /** Sends the stream, or none. */
  send(stream: MediaStream | undefined): void;
  changed(state: MicrophoneState): void;
}

/** The user's microphone, which this opens and closes. If it is unplugged, the system's default takes its place. */
export class OwnMicrophone {
  readonly #owner: Owner;
  #stream: MediaStream | undefined;
  #wanted = false;
  /** Counts the calls, of which only the latest has an effect. */
  #calls = 0;

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  /** Opens the microphone. @param deviceId default: the system's default */
  async open(deviceId?: string): Promise<void> {
    const call = ++this.#calls;
    this.#wanted = true;
    this.#owner.changed({ microphone: 'opening', microphoneTrouble: undefined });
    try {
      const stream = await openMicrophone(deviceId);
      if (call === this.#calls) this.#use(stream);
      else stop(stream);
    } catch (error) {
      if (call !== this.#calls) return;
      this.#replace(undefined);
      const reason = error instanceof MediaTrouble ? error.reason : 'unknown';
      this.#owner.changed({ microphone: 'off', microphoneTrouble: reason });
    }
  }

  close(): void {
    this.#calls++;
    this.#wanted = false;
    this.#replace(undefined);
    this.#owner.changed(microphoneOff);
  }

  #use(stream: MediaStream): void {
    this.#replace(stream);
    for (const track of stream.getTracks()) {
      track.addEventListener('ended', () => {
        if (this.#wanted && this.#stream === stream) void this.open();
      });
    }
    this.#owner.changed({ microphone: 'on', microphoneTrouble: undefined });
  }

  #replace(stream: MediaStream | undefined): void {
    const before = this.#stream;
    this.#stream = stream;
    this.#owner.send(stream);
    stop(before);
  }
}

function stop(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
