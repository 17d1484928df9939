/** This node among those that share a backplane. */
export interface Nodes {
  /** Unique among all, and another one at every start. */
  readonly id: string;
  /** All others that live at this moment. @throws Refusal unavailable */
  others(): Promise<readonly string[]>;
  /** Notes that this node answers for a client's session: should it die, another goes on with it. */
  hold(clientId: string): Promise<void>;
  /** Notes that a node, this one where none is named, does not any more. */
  release(clientId: string, node?: string): Promise<void>;
}

/** What a node does for others, and when others did it for this one. */
export interface Survivor {
  /** Goes on with the sessions of a dead node, and takes out of rooms who was there through it. */
  inherit(node: string, clientIds: string[], roomIds: string[]): Promise<void>;
  /** The others took this node for dead, or Redis lost its memory: it begins anew under another id. */
  renewed(): void;
}

/** A node that is alone. */
export const alone: Nodes = {
  id: '',
  async others() {
    return [];
  },
  async hold() {},
  async release() {},
};
