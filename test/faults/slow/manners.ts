/** How a client behaves that is to be slow. */
export interface Manners {
  protocol: '1.1' | '1.2';
  /** Whether it reads after its login. */
  reads: boolean;
  /** Whether it acknowledges what it has read. */
  acknowledges: boolean;
}

/** What a process of slow clients is told, as JSON in its argument. */
export interface SlowTask extends Manners {
  /** Of a room's WebSocket. */
  url: string;
  count: number;
}
