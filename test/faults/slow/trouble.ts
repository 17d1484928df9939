/** Clients that misbehave on request. */
export interface Trouble {
  /** Their IDs; empty if they connect again and again as new clients. */
  ids: readonly string[];
  begin(): void;
  end(): Promise<void>;
}
