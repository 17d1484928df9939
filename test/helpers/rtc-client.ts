import { createSocket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';
import { MediaStreamTrack, RTCPeerConnection, RtcpRrPacket, RtpHeader, RtpPacket } from 'werift';
import { ADDRESS } from './network-namespace.js';

/** Time in ms between two packets of sound, as browsers send them. */
const PACKET_MS = 20;
/** Samples in a packet. */
const SAMPLES = 960;

const MAGIC_COOKIE = 0x2112a442;

/** Answers STUN binding requests (RFC 8489). Without an answer, werift waits 5 s before it sends a description. */
async function startStun(): Promise<number> {
  const socket = createSocket('udp4');
  socket.on('message', (request, { address, port }) => {
    const response = Buffer.alloc(32);
    response.writeUInt16BE(0x0101, 0);
    response.writeUInt16BE(12, 2);
    request.copy(response, 4, 4, 20);
    // XOR-MAPPED-ADDRESS, IPv4
    response.writeUInt32BE(0x00200008, 20);
    response.writeUInt16BE(1, 24);
    response.writeUInt16BE(port ^ (MAGIC_COOKIE >>> 16), 26);
    const number = Buffer.from(address.split('.').map(Number)).readUInt32BE();
    response.writeUInt32BE((number ^ MAGIC_COOKIE) >>> 0, 28);
    socket.send(response, port, address);
  });
  socket.bind(0, ADDRESS).unref();
  await once(socket, 'listening');
  return socket.address().port;
}

let stunPort: Promise<number> | undefined;

async function connect(): Promise<RTCPeerConnection> {
  stunPort ??= startStun();
  return new RTCPeerConnection({
    iceServers: [{ urls: `stun:${ADDRESS}:${await stunPort}` }],
    iceUseIpv6: false,
    // Otherwise, werift leaves a socket open for each further stream.
    bundlePolicy: 'max-bundle',
  });
}

/** Publishes sound, and perhaps a picture, without a browser: packets that say a word. */
export class RtcPublisher {
  private readonly track = new MediaStreamTrack({ kind: 'audio' });
  private readonly picture = new MediaStreamTrack({ kind: 'video' });
  private readonly timer: NodeJS.Timeout;
  private sequence = 0;
  /** Whether every other packet is lost on its way. */
  losing = false;

  private constructor(
    private readonly peer: RTCPeerConnection,
    /** The payload of the packets from now on. */
    public says: string,
    /** The payload of the picture's packets from now on; undefined if there is none. */
    public shows: string | Buffer | undefined,
  ) {
    this.peer.addTransceiver(this.track, { direction: 'sendonly' });
    if (shows !== undefined) this.peer.addTransceiver(this.picture, { direction: 'sendonly' });
    this.timer = setInterval(() => this.send(), PACKET_MS);
  }

  static async open(says: string, shows?: string | Buffer): Promise<RtcPublisher> {
    return new RtcPublisher(await connect(), says, shows);
  }

  /** Sends an offer, and takes the answer. */
  async publish(offer: (sdp: string, mid: string, pictureMid: string) => Promise<string>): Promise<void> {
    await this.peer.setLocalDescription(await this.peer.createOffer());
    const [mid = '0', pictureMid = '1'] = this.peer.getTransceivers().flatMap((each) => each.mid ?? []);
    // werift begins the DTLS handshake. Otherwise, the media server does, up to 20 ms before werift listens for it, and
    // repeats its lost packet a second later.
    const description = this.peer.localDescription?.sdp.replaceAll('a=setup:actpass', 'a=setup:active') ?? '';
    const sdp = await offer(description, mid, pictureMid);
    await this.peer.setRemoteDescription({ type: 'answer', sdp });
  }

  /**
   * Resolves when the media server has received a packet that is sent from now on, and with it all earlier ones. It reports
   * what it has received each second (RFC 3550, 6.4.2).
   */
  async received(): Promise<void> {
    const next = this.sequence;
    await new Promise<void>((resolve) => {
      this.peer.getTransceivers()[0]?.sender.onRtcp.subscribe((packet) => {
        if (!(packet instanceof RtcpRrPacket)) return;
        if (packet.reports.some(({ highestSequence }) => highestSequence >= next)) resolve();
      });
    });
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.peer.close();
  }

  private send(): void {
    const number = this.sequence++;
    if (this.losing && number % 2 === 1) return;
    const packet = (payload: string | Buffer) => {
      const header = new RtpHeader({
        payloadType: 96,
        sequenceNumber: number & 0xffff,
        timestamp: number * SAMPLES,
        ssrc: 1234,
      });
      return new RtpPacket(header, Buffer.from(payload));
    };
    if (this.shows !== undefined) this.picture.writeRtp(packet(this.shows));
    this.track.writeRtp(packet(this.says));
  }
}

/** Packets of one voice. */
export interface PacketCount {
  received: number;
  lost: number;
}

/** Receives sound and pictures without a browser. */
export class RtcListener {
  /** What was heard, each word once in a row. */
  readonly heard: string[] = [];
  /** The voices of which packets arrived since `countPackets`, by their SSRC. */
  readonly counts = new Map<number, PacketCount>();
  private readonly events = new EventEmitter();

  private constructor(private readonly peer: RTCPeerConnection) {
    this.peer.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(({ payload }) => {
        const word = payload.toString();
        if (this.heard.at(-1) !== word) this.heard.push(word);
        this.events.emit(word);
      });
    });
  }

  static async open(): Promise<RtcListener> {
    return new RtcListener(await connect());
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

  /**
   * From now on only counts packets, by their headers, which are not encrypted. Hundreds of listeners in one process
   * would otherwise take more CPU time than the media server.
   * @param onVoice called with the first packet of each voice
   */
  countPackets(onVoice: () => void = () => {}): void {
    const highest = new Map<number, number>();
    for (const { connection } of this.peer.iceTransports) {
      connection.onData.allUnsubscribe();
      connection.onData.subscribe((packet) => {
        // RFC 7983: RTP and RTCP begin with 128 to 191. RFC 5761: the second byte of RTCP is 192 to 223.
        const [first = 0, second = 0] = packet;
        if (first < 128 || first > 191 || (second >= 192 && second <= 223)) return;
        const [ssrc, number] = [packet.readUInt32BE(8), packet.readUInt16BE(2)];
        const count = this.counts.get(ssrc) ?? { received: 0, lost: 0 };
        const ahead = (number - (highest.get(ssrc) ?? number - 1)) & 0xffff;
        count.received += 1;
        if (ahead < 0x8000) {
          count.lost += ahead - 1;
          highest.set(ssrc, number);
        } else count.lost -= 1;
        if (!this.counts.has(ssrc)) onVoice();
        this.counts.set(ssrc, count);
      });
    }
  }

  async close(): Promise<void> {
    await this.peer.close();
  }
}
