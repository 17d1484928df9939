import { isIPv6 } from 'node:net';
import { type Channel, openChannel } from '../../cli/stun/channel.js';
import { TurnDialogue } from '../../cli/stun/dialogue.js';
import { StunError } from '../../cli/stun/error.js';
import { type Attributes, Method } from '../../cli/stun/message.js';
import { parseStunUri, type StunServer } from '../../cli/stun/uri.js';

const magicCookie = Buffer.from([0x21, 0x12, 0xa4, 0x42]);
const udp = 17;
const families = { ipv4: 1, ipv6: 2 } as const;

export type Family = keyof typeof families;

/** The bytes of an address; IPv6 is written in full. */
function bytesOf(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (text = ''): string[] => text.split(':').filter((group) => group !== '');
  const [first, last] = [groups(head), groups(tail)];
  const between = Array.from({ length: 8 - first.length - last.length }, () => '0');
  const all = [...first, ...between, ...last];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

/** An XOR-PEER-ADDRESS (RFC 8656, 18.3). */
const peerAddress =
  (address: string, port: number) =>
  (transaction: Buffer): Buffer => {
    const key = Buffer.concat([magicCookie, transaction]);
    const bytes = bytesOf(address).map((byte, index) => byte ^ (key[index] ?? 0));
    const head = Buffer.from([0, isIPv6(address) ? families.ipv6 : families.ipv4, 0, 0]);
    head.writeUInt16BE(port ^ 0x2112, 2);
    return Buffer.concat([head, bytes]);
  };

/** A relay at a TURN server, allocated until it is closed. */
export class Relay {
  private channels = 0x4000;

  private constructor(
    private readonly channel: Channel,
    private readonly dialogue: TurnDialogue,
  ) {}

  /** @throws StunError if the server refuses it */
  static async allocate(
    uri: string,
    { username, credential }: { username: string; credential: string },
    family: Family = 'ipv4',
  ): Promise<Relay> {
    const server = parseStunUri(uri);
    const signal = AbortSignal.timeout(60_000);
    for (;;) {
      try {
        return await Relay.allocateOnce(server, signal, { username, credential }, family);
      } catch (error) {
        // The port was used by an earlier allocation. The next attempt has another port (RFC 8656, 7.4).
        if (!(error instanceof StunError && error.status === 437)) throw error;
      }
    }
  }

  private static async allocateOnce(
    server: StunServer,
    signal: AbortSignal,
    { username, credential }: { username: string; credential: string },
    family: Family,
  ): Promise<Relay> {
    const channel = await openChannel(server, server.host, signal);
    const dialogue = new TurnDialogue(channel, signal, username, credential);
    try {
      await dialogue.request(Method.allocate, {
        requestedTransport: Buffer.from([udp, 0, 0, 0]),
        requestedAddressFamily: Buffer.from([families[family], 0, 0, 0]),
      });
    } catch (error) {
      channel.close();
      throw error;
    }
    return new Relay(channel, dialogue);
  }

  /** Requests the permission to exchange data with a peer. Returns 200, or the error's number. */
  createPermission(address: string): Promise<number> {
    return this.ask(Method.createPermission, { xorPeerAddress: peerAddress(address, 0) });
  }

  /** Requests a channel to a peer. Returns 200, or the error's number. */
  bindChannel(address: string, port: number): Promise<number> {
    const channelNumber = Buffer.alloc(4);
    channelNumber.writeUInt16BE(this.channels++);
    return this.ask(Method.channelBind, { channelNumber, xorPeerAddress: peerAddress(address, port) });
  }

  /** Releases the relay: otherwise the server would refuse the next one on a socket with the same port. */
  async close(): Promise<void> {
    try {
      await this.dialogue.request(Method.refresh, { lifetime: Buffer.alloc(4) });
    } finally {
      this.channel.close();
    }
  }

  private async ask(method: number, attributes: Attributes): Promise<number> {
    try {
      await this.dialogue.request(method, attributes);
      return 200;
    } catch (error) {
      if (error instanceof StunError && error.status !== undefined) return error.status;
      throw error;
    }
  }
}
