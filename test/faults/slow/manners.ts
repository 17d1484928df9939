/** How clients behave once they are asked to misbehave; until then they read and acknowledge everything. */
export interface Manners {
  protocol: '1.1' | '1.2';
  reads: boolean;
  acknowledges: boolean;
}

/** Settings of a process of slow clients, as JSON in its argument. */
export interface SlowTask extends Manners {
  /** URL of a room's WebSocket. */
  url: string;
  count: number;
}
