// Generated from schemas/ by `npm run generate`. Do not edit.
import type { ErrorCode } from './codes.js';

/**
 * A client's id, given by the server.
 */
export type ClientId = string
/**
 * A room's id: 1 to 64 letters, digits or `_ . ~ -` of any script, the first a letter or a digit.
 */
export type RoomId = string
/**
 * Any JSON value.
 */
export type Anything = unknown
export type GetRoomInfo = { room_id?: string } | null | ''
/**
 * The name that others see: 1 to 64 characters, at least one of them not white space.
 */
export type Username = string
/**
 * @maxItems 100000
 */
export type RoomMembers = RoomMember[]
/**
 * No payload. Older clients write null or an empty string where there is none.
 */
export type None = null | ''
/**
 * @maxItems 16
 */
export type IceServers = IceServer[]
export type Offer = { type: 'offer'; sdp: string; attempt?: number } | string
export type Answer = { type: 'answer'; sdp: string; attempt?: number } | string
/**
 * Which attempt at a peer connection the signal belongs to, counted by the offering side from 1. The receiver drops signals of an attempt that is over. Clients that make one attempt leave it out.
 */
export type Attempt = number
export type Greeting = string
/**
 * Nothing, a word, or ms since 1970.
 */
export type Bye = (null | string | number)

export interface Payloads {
"server welcome": Welcome
"client ping": Anything
"client pong": Anything
"server accepted": Accepted
"client text": Text
"client get-room-info": GetRoomInfo
"server room-info": RoomInfo
"server client-joined": ClientJoined
"server client-updated": ClientUpdated
"server client-left": ClientLeft
"client profile": Profile
"client get-ice-servers": None
"server ice-servers": IceServers
"client offer": Offer
"client answer": Answer
"client icecandidate": IceCandidate
"client renegotiate": Renegotiate
"client greeting": Greeting
"client bye": Bye
"server error": ErrorData
}
export interface Welcome {
id: ClientId
room_id?: RoomId
/**
 * The protocol's version.
 */
protocol: "1.0"
/**
 * The server pings this often.
 */
heartbeat_ms: number
limits: Limits
}
/**
 * The limits in force for this connection.
 */
export interface Limits {
/**
 * One message, where its type sets no other limit; past it `too-large`.
 */
message_bytes: number
/**
 * Any message; past it the connection is closed with 1009.
 */
connection_bytes: number
/**
 * How deep JSON may nest.
 */
depth: number
rates: Rates
}
/**
 * Messages of each class: `per_second` sustained, `burst` at once.
 */
export interface Rates {
signaling: Rate
chat: Rate
other: Rate
}
export interface Rate {
per_second: number
burst: number
}
export interface Accepted {
/**
 * The accepted type.
 */
of: string
seq?: number
}
export interface Text {
from: string
/**
 * An ISO 8601 string, or ms since 1970.
 */
time: (string | number)
text: string
}
export interface RoomInfo {
room_id: RoomId
clients: RoomMembers
}
export interface RoomMember {
id: ClientId
username: Username
}
export interface ClientJoined {
room_id: RoomId
clients: RoomMembers
}
export interface ClientUpdated {
room_id: RoomId
clients: RoomMembers
}
export interface ClientLeft {
room_id: RoomId
/**
 * @maxItems 100000
 */
ids: ClientId[]
}
export interface Profile {
username: Username
}
export interface IceServer {
/**
 * @minItems 1
 * @maxItems 16
 */
urls: string[]
username?: string
credential?: string
}
export interface IceCandidate {
candidate: string
sdpMid?: (string | null)
sdpMLineIndex?: (number | null)
usernameFragment?: (string | null)
attempt?: Attempt
}
export interface Renegotiate {
reason: ("tracks" | "restart")
kind?: ("audio" | "video")
attempt?: Attempt
}
export interface ErrorData {
/**
 * One of the table of error codes.
 */
code: ErrorCode
/**
 * The same for a person.
 */
message: string
/**
 * The refused type, where it could be read.
 */
of?: string
/**
 * With bad-data: JSON Pointer of the first offending value in `data`.
 */
pointer?: string
/**
 * With bad-data: what should be there.
 */
expected?: string
/**
 * With rate-limited: when to try again.
 */
retry_after_ms?: number
}

/** What a client may send: the payload's type by message type. `undefined` where it may be absent. */
export interface ClientData {
  /** Answered by pong with the same data. The server pings every connection in the rhythm that welcome names, so that a page can see it. */
  'ping': Payloads['client ping'] | undefined;
  /** The answer to a ping, with its data. */
  'pong': Payloads['client pong'] | undefined;
  /** A written message to a room (the sender hears it too) or to one client. Who wrote it is the envelope's `sender`; `from` is what the writer calls itself. */
  'text': Payloads['client text'];
  /** Asks who is in a room: the one named, or the one of the connection's endpoint. */
  'get-room-info': Payloads['client get-room-info'] | undefined;
  /** Sets the client's name in all its rooms; each of them is told. Until then the server calls a client `Guest` with the first four characters of its id. */
  'profile': Payloads['client profile'];
  /** Asks for the STUN and TURN servers, with credentials made for this client. */
  'get-ice-servers': Payloads['client get-ice-servers'] | undefined;
  /** A session description that opens or renews a peer connection; an answer is expected. Relayed as it is. */
  'offer': Payloads['client offer'];
  /** The session description that answers an offer. Relayed as it is. */
  'answer': Payloads['client answer'];
  /** A way on which the sender may be reached, as RTCIceCandidateInit. An empty candidate says that there are no more. Relayed as it is. */
  'icecandidate': Payloads['client icecandidate'];
  /** The answering side of a peer connection asks the offering side for a new offer: because it has tracks to add or remove (`kind` asks for one more transceiver of that kind), or because the connection failed and a new attempt is needed. Relayed as it is. */
  'renegotiate': Payloads['client renegotiate'];
  /** A friendly word: relayed, or logged where it is for the server. */
  'greeting': Payloads['client greeting'];
  /** To the server: the client leaves, its rooms are told, and the socket closes with 1000. To a client: relayed. */
  'bye': Payloads['client bye'] | undefined;
}

/** What the server may send: the payload's type by message type. */
export interface ServerData {
  /** The server's first message on every connection. */
  'welcome': Payloads['server welcome'];
  /** Answered by pong with the same data. The server pings every connection in the rhythm that welcome names, so that a page can see it. */
  'ping': Payloads['client ping'] | undefined;
  /** The answer to a ping, with its data. */
  'pong': Payloads['client pong'] | undefined;
  /** The answer to a message that carried an `id` and whose type has no reply of its own: what it asked for is done. `seq` is its place in the log of the room it went to. */
  'accepted': Payloads['server accepted'];
  /** A written message to a room (the sender hears it too) or to one client. Who wrote it is the envelope's `sender`; `from` is what the writer calls itself. */
  'text': Payloads['client text'];
  /** Everyone in a room. Sent as an answer, to a newcomer, and to a room's plain clients after a change, gathered over 250 ms and at most four a second. */
  'room-info': Payloads['server room-info'];
  /** Who came into a room, to clients whose endpoint says `?deltas=1`; gathered over 50 ms. A newcomer gets a room-info instead. */
  'client-joined': Payloads['server client-joined'];
  /** Who changed their name, to clients whose endpoint says `?deltas=1`; gathered over 50 ms. */
  'client-updated': Payloads['server client-updated'];
  /** Who left a room, to clients whose endpoint says `?deltas=1`; gathered over 50 ms. */
  'client-left': Payloads['server client-left'];
  /** The STUN and TURN servers, as an RTCConfiguration wants them. A TURN server's `username` is `<unix expiry>:<client id>` and its `credential` base64(HMAC-SHA1(secret, username)), as coturn's `use-auth-secret` checks them. */
  'ice-servers': Payloads['server ice-servers'];
  /** A session description that opens or renews a peer connection; an answer is expected. Relayed as it is. */
  'offer': Payloads['client offer'];
  /** The session description that answers an offer. Relayed as it is. */
  'answer': Payloads['client answer'];
  /** A way on which the sender may be reached, as RTCIceCandidateInit. An empty candidate says that there are no more. Relayed as it is. */
  'icecandidate': Payloads['client icecandidate'];
  /** The answering side of a peer connection asks the offering side for a new offer: because it has tracks to add or remove (`kind` asks for one more transceiver of that kind), or because the connection failed and a new attempt is needed. Relayed as it is. */
  'renegotiate': Payloads['client renegotiate'];
  /** A friendly word: relayed, or logged where it is for the server. */
  'greeting': Payloads['client greeting'];
  /** To the server: the client leaves, its rooms are told, and the socket closes with 1000. To a client: relayed. */
  'bye': Payloads['client bye'] | undefined;
  /** A message was refused; the connection goes on. */
  'error': Payloads['server error'];
}

/** The type that answers a request to the server, by the request's type. */
export interface Reply {
  'ping': 'pong';
  'pong': 'accepted';
  'text': 'accepted';
  'get-room-info': 'room-info';
  'profile': 'accepted';
  'get-ice-servers': 'ice-servers';
  'offer': 'accepted';
  'answer': 'accepted';
  'icecandidate': 'accepted';
  'renegotiate': 'accepted';
  'greeting': 'accepted';
  'bye': 'accepted';
}

export type ClientMessageType = keyof ClientData;
export type ServerMessageType = keyof ServerData;

interface Envelope<T, D> {
  type: T;
  data: D;
  /** Address of the sending party, put on by the server. */
  sender: string;
  /** Where the message was sent. */
  receiver: string;
  /** Chosen by a client on a request; its reply carries the same. */
  id?: string | number;
  /** Place in the receiver's log, where the message can be replayed. */
  seq?: number;
}

/** A message as a client sends it, for one type or (the default) any. */
export type ClientMessage<T extends ClientMessageType = ClientMessageType> = {
  [K in T]: Omit<Envelope<K, ClientData[K]>, 'sender' | 'seq'>;
}[T];

/** A message as a client receives it, for one type or (the default) any. */
export type ServerMessage<T extends ServerMessageType = ServerMessageType> = {
  [K in T]: Envelope<K, ServerData[K]>;
}[T];
