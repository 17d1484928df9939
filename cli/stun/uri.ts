import { isIPv6 } from 'node:net';

/** A server in a stun:, stuns:, turn: or turns: URI (RFC 7064, RFC 7065). */
export interface StunServer {
  uri: string;
  scheme: 'stun' | 'stuns' | 'turn' | 'turns';
  /** A name or an address; an IPv6 address without its brackets. */
  host: string;
  port: number;
  /** The transport to the server: a TURN server relays UDP in both cases. */
  transport: 'udp' | 'tcp';
  /** TLS over TCP, DTLS over UDP. */
  secure: boolean;
}

const schemes: readonly string[] = ['stun', 'stuns', 'turn', 'turns'] satisfies StunServer['scheme'][];

const isScheme = (word: string): word is StunServer['scheme'] => schemes.includes(word);

/** @throws TypeError with the fault if the URI is invalid */
export function parseStunUri(uri: string): StunServer {
  const parts = /^([a-z]+):(\[[^\]]*\]|[^:?/@[\]]*)(?::(\d{1,5}))?(?:\?transport=([a-z]+))?$/i.exec(uri);
  const [, word = '', name = '', digits, asked] = parts ?? [];
  const scheme = word.toLowerCase();
  if (!isScheme(scheme)) {
    throw new TypeError(`"${uri}" is not of the form turn:host:port?transport=udp or stun:host:port`);
  }
  const host = name.startsWith('[') ? name.slice(1, -1) : name;
  if (host === '' || (name.startsWith('[') && !isIPv6(host))) throw new TypeError(`"${uri}" has no host`);
  const secure = scheme.endsWith('s');
  const port = digits === undefined ? (secure ? 5349 : 3478) : Number(digits);
  if (port < 1 || port > 65535)
    throw new TypeError(`"${uri}" has an invalid port, ${digits}: expected 1 to 65535`);
  if (asked !== undefined && scheme.startsWith('stun')) {
    throw new TypeError(`"${uri}" has a transport, which only turn: and turns: support`);
  }
  const transport = asked?.toLowerCase() ?? (secure ? 'tcp' : 'udp');
  if (transport !== 'udp' && transport !== 'tcp') {
    throw new TypeError(`"${uri}" has an invalid transport, ${asked}: expected udp or tcp`);
  }
  return { uri, scheme, host, port, transport, secure };
}
