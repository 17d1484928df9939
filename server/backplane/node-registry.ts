/** The nodes that share a backplane, as this node sees them. */
export interface NodeRegistry {
  /** ID of this node, which is different after every start. */
  readonly id: string;
  /** Returns the IDs of the other living nodes. @throws Refusal unavailable */
  others(): Promise<readonly string[]>;
  /** Records that this node owns a client's session. If this node dies, another one takes the session over. */
  claimClient(clientId: string): Promise<void>;
  /** Records that a node (by default this one) no longer owns a client's session. */
  releaseClient(clientId: string, node?: string): Promise<void>;
}

/** Called when this node must replace a dead node, or was itself declared dead. */
export interface FailoverHandler {
  /** Takes over the sessions of a dead node, and removes its other clients from rooms. */
  takeOver(node: string, clientIds: string[], roomIds: string[]): Promise<void>;
  /** The other nodes declared this node dead, or Redis lost its data. The node has a new ID now. */
  nodeReset(): void;
}

/** The registry of a server with a single node. */
export const singleNode: NodeRegistry = {
  id: '',
  async others() {
    return [];
  },
  async claimClient() {},
  async releaseClient() {},
};
