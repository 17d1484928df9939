import type { Signaler } from './signaler.js';

/** The part of a Signaler that a Manager needs. */
export type Signaling = Pick<Signaler, 'state' | 'id' | 'on' | 'send' | 'request' | 'connect' | 'close'>;
