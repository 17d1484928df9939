import { MediaTrouble, type MediaTroubleReason } from '../trouble.js';

/** - `opening`: the browser opens the device, for which it can ask the user. */
export type DeviceState = 'off' | 'opening' | 'on';

interface Owner {
  /** Opens the device. @param deviceId default: the system's default */
  open(deviceId?: string): Promise<MediaStream>;
  /** Sends the stream, or none. */
  send(stream: MediaStream | undefined): void;
  /** @param trouble why the device could not be opened */
  changed(state: DeviceState, trouble: MediaTroubleReason | undefined): void;
  /** Whether the system's default takes the place of a device that is unplugged. */
  reopens: boolean;
}

/** A microphone, camera or screen of the user, which this opens and closes. */
export class OwnDevice {
  readonly #owner: Owner;
  #stream: MediaStream | undefined;
  /** Counts the calls, of which only the latest has an effect. */
  #calls = 0;

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  async open(deviceId?: string): Promise<void> {
    const call = ++this.#calls;
    this.#owner.changed('opening', undefined);
    try {
      const stream = await this.#owner.open(deviceId);
      if (call === this.#calls) this.#use(stream);
      else stop(stream);
    } catch (error) {
      if (call !== this.#calls) return;
      this.#replace(undefined);
      this.#owner.changed('off', error instanceof MediaTrouble ? error.reason : 'unknown');
    }
  }

  close(): void {
    this.#calls++;
    this.#replace(undefined);
    this.#owner.changed('off', undefined);
  }

  #use(stream: MediaStream): void {
    this.#replace(stream);
    for (const track of stream.getTracks()) {
      track.addEventListener('ended', () => {
        if (this.#stream !== stream) return;
        if (this.#owner.reopens) void this.open();
        else this.close();
      });
    }
    this.#owner.changed('on', undefined);
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
