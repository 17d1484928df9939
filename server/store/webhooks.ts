import type { ChangeResult } from './change-result.js';
import type { Page, PageQuery } from './pages.js';

/** Maximum number of stored events that an endpoint of webhooks did not take. Beyond it, the oldest ones are deleted. */
export const MAX_DEAD_LETTERS = 10_000;

/** A client that is in a room, as webhooks report it. */
export interface WebhookParticipant {
  roomId: string;
  clientId: string;
  userId: string;
  name: string;
  role: string;
}

/** A client has joined or left a room. */
export interface Passage extends WebhookParticipant {
  kind: 'joined' | 'left';
}

/**
 * Whether an endpoint of webhooks receives events: `active`; `disabled`, because it has answered 410 Gone; or `removed`,
 * because the options do not name it any more.
 */
export type WebhookState = 'active' | 'disabled' | 'removed';

/** A URL that receives events. */
export interface WebhookEndpoint {
  id: number;
  url: string;
  /** Types of the events that it receives; empty for all. */
  events: string[];
  state: WebhookState;
}

/** An endpoint and its events. */
export interface WebhookEndpointStatus extends WebhookEndpoint {
  /** Number of events that are not delivered yet. */
  pending: number;
  /** Time in ms since 1970 of the oldest one; absent if there is none. */
  oldest?: number;
  /** Number of events that the endpoint did not take. */
  dead: number;
  /** Number of events that were not stored because too many were pending. */
  lost: number;
  /** Why the last attempt to send one of the pending events failed; absent if none did. */
  error?: string;
}

/** An event for one endpoint. */
export interface WebhookEvent {
  id: number;
  endpointId: number;
  roomId: string;
  /** ID of the event, which is the same for all endpoints. */
  messageId: string;
  type: string;
  /** JSON, as it is sent. */
  body: string;
  /** ms since 1970. */
  createdAt: number;
  /** Number of failed attempts to send it. */
  attempts: number;
}

/** An event that an endpoint did not take. */
export interface DeadWebhookEvent extends WebhookEvent {
  url: string;
  /** Why the last attempt failed. */
  error: string;
  /** Time of the last attempt, in ms since 1970. */
  deadAt: number;
}

/** An attempt to send an event that has failed. */
export interface WebhookFailure {
  /** ID of the event. */
  id: number;
  /** ID of the node that has sent it. */
  node: string;
  error: string;
  /** Time of the next attempt in ms since 1970; absent if there is none, so that the event is dead. */
  next?: number;
  /** Time in ms since 1970 before which nothing must be sent to the endpoint. */
  pausedUntil?: number;
  /** The endpoint does not want any more events. */
  gone?: boolean;
}

/** The methods that change webhooks and their events. */
export interface WebhookChanges {
  /**
   * Stores the endpoints of webhooks. Endpoints that are not given are `removed`: they get no new events, and keep what
   * they have.
   */
  setWebhookEndpoints(given: {
    endpoints: Pick<WebhookEndpoint, 'url' | 'events'>[];
    /** Maximum number of events that each of them can have. Beyond it, new events are lost. */
    maxEvents: number;
  }): Promise<ChangeResult<null>>;
  /**
   * Records clients that have joined and left rooms, and stores the events. A client that has been reported already, or
   * has not been reported as joined, is ignored.
   */
  recordPassages(given: { passages: Passage[] }): Promise<ChangeResult<null>>;
  /** Removes an event that its endpoint has taken. Returns whether its room has more events for the endpoint. */
  webhookTaken(given: { id: number }): Promise<ChangeResult<boolean>>;
  /** Records that an event was not taken. Ignored unless `node` has the lease. */
  webhookFailed(given: WebhookFailure): Promise<ChangeResult<null>>;
  /**
   * Lets a node send events until a time. Returns false if another node can, except for `instead`, which has died. Times
   * are in ms since 1970, by the clock that the nodes share.
   */
  leaseWebhooks(given: {
    node: string;
    now: number;
    until: number;
    instead?: string;
  }): Promise<ChangeResult<boolean>>;
  /** Appends dead events to the events of their rooms again: those with the given IDs, or all. Returns how many. */
  retryWebhooks(given: { ids?: number[] }): Promise<ChangeResult<number>>;
  /** Makes a disabled endpoint active again. Rejects with `not-found` or, if it is not disabled, `conflict`. */
  enableWebhooks(given: { id: number }): Promise<ChangeResult<null>>;
  /** Deletes an endpoint with its events. Rejects with `not-found` or, if it is active, `conflict`. */
  discardWebhooks(given: { id: number }): Promise<ChangeResult<null>>;
}

/** The methods that read webhooks and their events. */
export interface WebhookReads {
  /** Returns the endpoints of webhooks. */
  webhookEndpoints(): Promise<WebhookEndpointStatus[]>;
  /** Returns the first event of some rooms for an active endpoint, unless it must wait. `now` is in ms since 1970. */
  dueWebhooks(query: { endpointId: number; now: number; limit: number }): Promise<WebhookEvent[]>;
  /** Returns the events that endpoints did not take, in the order in which they were given up. */
  deadWebhooks(page?: PageQuery): Promise<Page<DeadWebhookEvent>>;
  /** Returns participants who were reported as joined and not as left, by room and client. */
  webhookParticipants(query?: {
    after?: Pick<WebhookParticipant, 'roomId' | 'clientId'>;
    limit?: number;
  }): Promise<WebhookParticipant[]>;
}
