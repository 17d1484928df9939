/**
 * Why a participant cannot be heard.
 * - `network-blocked`: no path through the network was found, and no TURN server was reached.
 * - `ice-failed`: the connection could not be made, or was lost.
 * - `no-answer`: the other client does not answer signals.
 * - `remote-gone`: the other client sent `bye`.
 * - `not-loaded`: the code that carries media could not be loaded from the web server.
 * - `unsupported`: this browser does not support WebRTC.
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
 * - `permission`: the user or the system refused access.
 * - `no-device`: there is no device, or not the requested one.
 * - `in-use`: another program uses the device, or the hardware failed.
 * - `insecure`: browsers only allow access on https and localhost.
 * - `unsupported`: this browser does not support it, or the program runs outside of a browser.
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
