import type { Identity } from '../identity/identity.js';

/** How a client has connected. */
export interface Endpoint {
  /** The room that the endpoint names, if any. */
  roomId: string | undefined;
  /** Changes of membership one by one. */
  deltas: boolean;
  /** The client said that it logs in: it is taken into the room by that, and not before. */
  loginAnnounced: boolean;
  /** Who it is without a login. */
  identity: Identity;
  /** The token that it showed at the upgrade. */
  upgradeToken: string | undefined;
  /** The network address that it comes from. */
  address: string;
}
