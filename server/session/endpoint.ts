import type { Identity } from '../identity/identity.js';
import type { Ticket } from '../identity/tickets.js';

/** The endpoint and credentials with which a client has connected. */
export interface Endpoint {
  /** The room in the endpoint's path, if any. */
  roomId: string | undefined;
  /** Whether the client receives membership changes one by one instead of whole lists. */
  deltas: boolean;
  /** Whether the client announced a login. It then joins the room by the login and not before. */
  loginAnnounced: boolean;
  /**
   * Whether the client can publish to rooms of namespaces that it has not joined, if the server is in open mode. The
   * option openPublishing allows it to all clients.
   */
  publishesOpenly?: boolean;
  /** The ID of the client, if the transport determines it. It must be unique. */
  clientId?: string;
  /** The client's identity if it does not log in. */
  identity: Identity;
  /** The token that the client sent with the upgrade request. */
  upgradeToken: string | undefined;
  /** The client's IP address. */
  address: string;
  /** Whether the client's page was served over https. */
  secure: boolean;
  /** The place of the connection among all connections of the cluster: of two, the later one has the greater serial. */
  serial: number;
  /** Present if the client's library might recover the session: the ID of its ticket, which stays the same. */
  recovery?: { ticketId: string };
  /** Present if the client gets a cookie, by which it returns with the same ID after its connection was lost. */
  cookie?: CookieUse;
  /**
   * Counts the connection toward a user who has logged in with a token. Returns false if the user has too many. Absent if
   * there is no connection yet.
   */
  claimConnection?: (userId: string) => boolean;
}

/** How a client that has not announced a login uses its cookie. */
export interface CookieUse {
  /**
   * Whether the client is known to store the cookie, so that its session is kept when its connection is lost: it has shown
   * one, or it is a page of this server.
   */
  stored: boolean;
  /** The session that the client resumes. */
  ticket?: Ticket;
}
