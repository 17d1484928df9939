// Generated from schemas/ by `npm run generate`. Do not edit.
import { clientPing, clientPong, clientText, clientGetRoomInfo, clientProfile, clientGetIceServers, clientOffer, clientAnswer, clientIcecandidate, clientRenegotiate, clientGreeting, clientBye } from './validators.js';

/** The first fault that a validator found. */
export interface Fault {
  /** JSON Pointer of the offending value. */
  instancePath: string;
  /** The schema's keyword that it breaks. */
  keyword: string;
  params: Record<string, unknown>;
  message?: string;
}

export interface Validate {
  (data: unknown): boolean;
  errors?: Fault[] | null;
}

/** Every message that a client may send. */
export const clientMessages = {
  'ping': {
    type: 'ping',
    family: 'core',
    receivers: ["server","client"],
    rate: 'other',
    delivery: 'volatile',
    reply: 'pong',
    optional: true,
    maxDataBytes: 4096,
    validate: clientPing as Validate | undefined,
  },
  'pong': {
    type: 'pong',
    family: 'core',
    receivers: ["server","client"],
    rate: 'other',
    delivery: 'volatile',
    reply: undefined,
    optional: true,
    maxDataBytes: 4096,
    validate: clientPong as Validate | undefined,
  },
  'text': {
    type: 'text',
    family: 'core',
    receivers: ["room","client"],
    rate: 'chat',
    delivery: 'durable',
    reply: undefined,
    optional: false,
    maxDataBytes: undefined,
    validate: clientText as Validate | undefined,
  },
  'get-room-info': {
    type: 'get-room-info',
    family: 'core',
    receivers: ["server"],
    rate: 'other',
    delivery: 'volatile',
    reply: 'room-info',
    optional: true,
    maxDataBytes: undefined,
    validate: clientGetRoomInfo as Validate | undefined,
  },
  'profile': {
    type: 'profile',
    family: 'core',
    receivers: ["server"],
    rate: 'other',
    delivery: 'durable',
    reply: undefined,
    optional: false,
    maxDataBytes: undefined,
    validate: clientProfile as Validate | undefined,
  },
  'get-ice-servers': {
    type: 'get-ice-servers',
    family: 'core',
    receivers: ["server"],
    rate: 'other',
    delivery: 'volatile',
    reply: 'ice-servers',
    optional: true,
    maxDataBytes: undefined,
    validate: clientGetIceServers as Validate | undefined,
  },
  'offer': {
    type: 'offer',
    family: 'core',
    receivers: ["client"],
    rate: 'signaling',
    delivery: 'signal',
    reply: undefined,
    optional: false,
    maxDataBytes: undefined,
    validate: clientOffer as Validate | undefined,
  },
  'answer': {
    type: 'answer',
    family: 'core',
    receivers: ["client"],
    rate: 'signaling',
    delivery: 'signal',
    reply: undefined,
    optional: false,
    maxDataBytes: undefined,
    validate: clientAnswer as Validate | undefined,
  },
  'icecandidate': {
    type: 'icecandidate',
    family: 'core',
    receivers: ["client"],
    rate: 'signaling',
    delivery: 'signal',
    reply: undefined,
    optional: false,
    maxDataBytes: undefined,
    validate: clientIcecandidate as Validate | undefined,
  },
  'renegotiate': {
    type: 'renegotiate',
    family: 'core',
    receivers: ["client"],
    rate: 'signaling',
    delivery: 'signal',
    reply: undefined,
    optional: false,
    maxDataBytes: undefined,
    validate: clientRenegotiate as Validate | undefined,
  },
  'greeting': {
    type: 'greeting',
    family: 'core',
    receivers: ["server","room","client"],
    rate: 'chat',
    delivery: 'volatile',
    reply: undefined,
    optional: false,
    maxDataBytes: undefined,
    validate: clientGreeting as Validate | undefined,
  },
  'bye': {
    type: 'bye',
    family: 'core',
    receivers: ["server","client"],
    rate: 'other',
    delivery: 'signal',
    reply: undefined,
    optional: true,
    maxDataBytes: undefined,
    validate: clientBye as Validate | undefined,
  },
} as const;
