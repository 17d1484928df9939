/** How clients behave once they are told to misbehave; until then they read and acknowledge everything. */
export interface Manners {
  protocol: '1.1' | '1.2';
  reads: boolean;
  acknowledges: boolean;
}

/** What a process of slow clients is told, as JSON in its argument. */
export interface SlowTask extends Manners {
  /** Of a room's WebSocket. */
  url: string;
  count: number;
}
