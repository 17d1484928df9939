import { EventEmitter, once } from 'node:events';
import { MediaStreamTrack, RTCPeerConnection, RtpHeader, RtpPacket } from 'werift';
import { ADDRESS } from './network-namespace.js';

/** Time in ms between two packets of sound, as browsers send them. */
const PACKET_MS = 20;
/** Samples in a packet. */
const SAMPLES = 960;

const connection = () => new RTCPeerConnection({ iceUseIpv6: false, iceAdditionalHostAddresses: [ADDRESS] });

/** Publishes sound without a browser: packets that say a word. */
export class RtcPublisher {
  private readonly track = new MediaStreamTrack({ kind: 'audio' });
  private readonly peer = connection();
  private readonly timer: NodeJS.Timeout;
  private sequence = 0;

  /** @param says the payload of the packets from now on */
  constructor(public says: string) {
    this.peer.addTransceiver(this.track, { direction: 'sendonly' });
    this.timer = setInterval(() => this.send(), PACKET_MS);
  }

  /** Sends an offer, and takes the answer. */
  async publish(offer: (sdp: string, mid: string) => Promise<string>): Promise<void> {
    await this.peer.setLocalDescription(await this.peer.createOffer());
    const mid = this.peer.getTransceivers()[0]?.mid ?? '0';
    const sdp = await offer(this.peer.localDescription?.sdp ?? '', mid);
    await this.peer.setRemoteDescription({ type: 'answer', sdp });
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.peer.close();
  }

  private send(): void {
    const number = this.sequence++;
    const header = new RtpHeader({
      payloadType: 96,
      sequenceNumber: number & 0xffff,
      timestamp: number * SAMPLES,
      ssrc: 1234,
    });
    this.track.writeRtp(new RtpPacket(header, Buffer.from(this.says)));
  }
}

/** Receives sound without a browser. */
export class RtcListener {
  /** What was heard, each word once in a row. */
  readonly heard: string[] = [];
  private readonly peer = connection();
  private readonly events = new EventEmitter();

  constructor() {
    this.peer.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(({ payload }) => {
        const word = payload.toString();
        if (this.heard.at(-1) !== word) this.heard.push(word);
        this.events.emit(word);
      });
    });
  }

  /** Takes an offer and returns the SDP of the answer. */
  async answer(sdp: string): Promise<string> {
    await this.peer.setRemoteDescription({ type: 'offer', sdp });
    await this.peer.setLocalDescription(await this.peer.createAnswer());
    return this.peer.localDescription?.sdp ?? '';
  }

  /** Resolves when the word is heard. */
  async hears(word: string): Promise<void> {
    await once(this.events, word);
  }

  async close(): Promise<void> {
    await this.peer.close();
  }
}
