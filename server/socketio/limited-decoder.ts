import type { Options } from 'lectern-protocol/options';
import { Decoder, Encoder, PacketType } from 'socket.io-parser';
import { outline } from '../protocol/outline.js';
import { scan } from '../protocol/scan.js';
import type { ReceivingLimits } from './receiving-limits.js';

type Limits = Pick<Options, 'messageBytes' | 'connectionBytes' | 'depth'>;

/** The arguments of an event that is refused before they are parsed. */
export class RawArguments {
  /** @param json the array of the event's name and its arguments */
  constructor(readonly json: string) {}
}

/** An event: its namespace, the number of its acknowledgement and its name, before its arguments. */
const EVENT_HEAD = /^2(\/[^,]{0,256},)?(\d{0,15})(?=\[\s*("(?:[^"\\]|\\.){0,256}"))/;

/** Maximum number of binary attachments of an event. */
const MAX_ATTACHMENTS = 4;

/**
 * Returns a parser for Socket.IO that parses no JSON of which the server refuses the message anyway.
 * @param current returns the limits of the connection for which a decoder is created
 */
export function limitedParser(
  limits: Limits,
  current: () => ReceivingLimits | undefined,
): { Encoder: typeof Encoder; Decoder: new () => Decoder } {
  class LimitedDecoder extends Decoder {
    private readonly connection = current();
    private attached = 0;

    constructor() {
      super({ maxAttachments: MAX_ATTACHMENTS });
    }

    override add(message: unknown): void {
      if (typeof message === 'string') this.addText(message);
      else {
        this.attached += (message as { byteLength?: number }).byteLength ?? 0;
        if (this.attached > limits.connectionBytes) throw new Error('the attachments are too large');
        this.connection?.holdAttachments(this.attached);
        super.add(message);
      }
    }

    private addText(text: string): void {
      const type = Number(text[0]);
      const isEvent = type === PacketType.EVENT || type === PacketType.BINARY_EVENT;
      if (!isEvent && this.connection?.countControlFrame() === false) return;
      if (type === PacketType.BINARY_EVENT) this.attached = 0;
      if (isEvent && isHarmless(text, limits)) super.add(text);
      else if (!isEvent && text.length <= limits.messageBytes) super.add(text);
      else this.emitReserved('decoded', unparsed(text));
    }

    /** Called with each complete packet. */
    override emitReserved(...event: Parameters<Decoder['emitReserved']>): this {
      if (this.attached > 0) this.connection?.holdAttachments(0);
      return super.emitReserved(...event);
    }
  }
  return { Encoder, Decoder: LimitedDecoder };
}

/** Whether the JSON of an event can be parsed quickly, and has few enough levels. */
function isHarmless(text: string, { messageBytes, depth }: Limits): boolean {
  const json = text.slice(text.indexOf('['));
  if (json.length > messageBytes && !outline(json).complete) return false;
  return scan(json, depth).depth <= depth;
}

/** Returns an event without its arguments. @throws Error if it is no event */
function unparsed(text: string): { type: PacketType; nsp: string; id?: number; data: unknown[] } {
  const [head, namespace, id, name] = EVENT_HEAD.exec(text) ?? [];
  if (head === undefined || name === undefined)
    throw new Error('the packet is too large or nested too deeply');
  return {
    type: PacketType.EVENT,
    nsp: namespace?.slice(0, -1) ?? '/',
    ...(id && { id: Number(id) }),
    data: [JSON.parse(name), new RawArguments(text.slice(head.length))],
  };
}
