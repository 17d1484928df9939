import type { AggroError, CreateRoomError, ErrorCode, JoinRoomError } from 'lectern-protocol';
import { RequestError } from './request-error.js';

/** Why a programme's namespace refused a request. */
export type ProgrammeReason = JoinRoomError | CreateRoomError | AggroError;

const CODES: Record<ProgrammeReason, ErrorCode> = {
  FULL: 'full',
  UNKNOWN: 'not-found',
  ALREADY_IN: 'conflict',
  TOO_MANY: 'full',
  AGGRO_RUNNING: 'conflict',
  AGGRO_PAUSE: 'rate-limited',
  AGGRO_ENDED: 'not-found',
};

/** A refusal of a programme's namespace, with its `reason`. */
export class ProgrammeRefusal extends RequestError {
  constructor(readonly reason: ProgrammeReason) {
    super(CODES[reason], `refused: ${reason}`);
  }
}
