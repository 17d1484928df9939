/**
 * Why a participant cannot be heard, as a code; the page finds the words.
 * - `network-blocked`: no way through the network was found, and no TURN server could be reached.
 * - `ice-failed`: the connection could not be made, or broke.
 * - `no-answer`: the other side does not answer our signals.
 * - `remote-gone`: the other side said goodbye.
 * - `not-loaded`: the code that carries media could not be loaded from the web server.
 * - `unsupported`: this browser has no WebRTC.
 */
export type TroubleReason =
  | 'network-blocked'
  | 'ice-failed'
  | 'no-answer'
  | 'remote-gone'
  | 'not-loaded'
  | 'unsupported';

export interface Trouble {
  reason: TroubleReason;
}

/**
 * Why a microphone, camera or screen could not be opened.
 * - `permission`: the person or the system said no.
 * - `no-device`: there is none, or not the one asked for.
 * - `in-use`: another program holds it, or the hardware failed.
 * - `insecure`: browsers open devices only on https and localhost.
 * - `unsupported`: this browser cannot, or the program runs outside of a browser.
 */
export type MediaTroubleReason =
  | 'permission'
  | 'no-device'
  | 'in-use'
  | 'insecure'
  | 'unsupported'
  | 'unknown';

export class MediaTrouble extends Error {
  override readonly name = 'MediaTrouble';

  constructor(
    readonly reason: MediaTroubleReason,
    cause?: unknown,
  ) {
    super(cause instanceof Error ? cause.message : reason, { cause });
  }
}
