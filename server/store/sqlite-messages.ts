import type { ErrorCode } from 'lectern-protocol';
import type { Announcement, ChangeInput, ChangeName, ReadInput, ReadName, RequestKey } from './store.js';

// Messages between the store and the worker thread that has the database open.

export interface WorkerOptions {
  folder: string;
  /** Whether a missing folder or file is created. */
  create: boolean;
}

/** A change, a read, or a health check, which precedes waiting calls. */
export type Call = ChangeCall | ReadCall | { kind: 'check' };

export type WorkerCall = { id: number; since: number } & Call;

interface ChangeCall {
  kind: 'change';
  name: ChangeName;
  given: ChangeInput<ChangeName>;
  request: RequestKey | undefined;
  announcement: Announcement | undefined;
}

interface ReadCall {
  kind: 'read';
  name: ReadName;
  args: ReadInput<ReadName>;
}

export type CallFailure =
  | { refusal: { code: ErrorCode; message: string; cause: string | undefined } }
  /** Stack of an unexpected error. */
  | { error: string };

export type WorkerAnswer = { id: number } & ({ value: unknown } | CallFailure);

/** A message from the worker. `failed` tells why the database cannot be opened; the worker then exits. */
export type WorkerMessage = 'opened' | { failed: string } | WorkerAnswer;
