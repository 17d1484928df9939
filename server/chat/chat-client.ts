import type { ServerData, ServerMessageType } from '../../schemas/generated/messages.js';
import { encode, envelopeOf, type Message, type Request, withSeq } from '../protocol/codec.js';
import type { Connection } from '../socket/connection.js';
import { type Frame, frameOf } from '../socket/frame.js';
import type { ChatRoom } from './chat-room.js';

/** Whose client it is: a user of the database, kept there when it first takes part in a class. */
export interface ClientUser {
  readonly id: string;
  readonly name: string;
  readonly photo?: string;
}

/** A person's presence: who it is and which rooms it is in. It outlives the socket it speaks through. */
export class ChatClient {
  /** What others see; the client's own word. */
  username: string;
  connection: Connection | undefined;
  readonly rooms = new Map<string, ChatRoom>();

  /**
   * @param id unique among all clients
   * @param user who it is, as its identity says
   * @param endpointRoom the room that `room` means, where the endpoint named one
   * @param deltas whether changes of membership come one by one instead of as whole lists
   */
  constructor(
    readonly id: string,
    readonly user: ClientUser,
    readonly endpointRoom: string | undefined,
    readonly deltas: boolean,
  ) {
    this.username = user.name;
  }

  send(frame: Frame): void {
    this.connection?.send(frame);
  }

  /** Sends an envelope that is for this client alone and is not kept. */
  tell<T extends ServerMessageType>(type: T, data: ServerData[T], id?: string | number): void {
    this.send(frameOf(encode('server', this.id, type, data, id), false));
  }

  /** Answers a request, from the address that it was sent to. */
  reply<T extends ServerMessageType>(
    request: Pick<Request, 'to' | 'id'>,
    type: T,
    data: ServerData[T],
  ): void {
    // Of what went to a room or to another client it is the server that answers, and nobody in their name.
    const sender = request.to.kind === 'room' || request.to.kind === 'client' ? 'server' : request.to.as;
    this.send(frameOf(encode(sender, this.id, type, data, request.id), false));
  }

  /** Answers a request with the payload that it came with. */
  echo(request: Message, type: ServerMessageType): void {
    this.send(frameOf(envelopeOf(request.to.as, this.id, type, request.json, request.id), false));
  }

  /** Hears this client's mailbox. */
  readonly deliver = (envelope: string, seq: number | undefined): void => {
    const volatile = seq === undefined;
    this.send(frameOf(volatile ? envelope : withSeq(envelope, seq), volatile));
  };
}
