/** An error that Janus answers. */
export class JanusError extends Error {
  override name = 'JanusError';

  /** @param code of janus.h for the API, of the plugin's source for its errors */
  constructor(
    readonly code: number,
    reason: string,
  ) {
    super(`Janus: ${reason} (${code})`);
  }
}

/** Codes that Janus and its VideoRoom plugin document in their sources. */
export const janusErrors = {
  sessionNotFound: 458,
  handleNotFound: 459,
  noSuchRoom: 426,
  roomExists: 427,
  noSuchFeed: 428,
  feedExists: 436,
  publishersFull: 432,
  invalidSdp: 437,
  badSdp: 465,
} as const;
