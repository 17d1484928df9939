import type { ErrorCode } from 'lectern-protocol';
import type { ChangeInput, ChangeName, ReadInput, ReadName, RequestKey } from './store.js';

// What passes between the store and the thread that holds the database.

export interface WorkerOptions {
  folder: string;
  /** Whether folder and file are made where they are missing. */
  create: boolean;
}

export type Call = { id: number; since: number } & (ChangeCall | ReadCall);

export interface ChangeCall {
  kind: 'change';
  name: ChangeName;
  given: ChangeInput<ChangeName>;
  request: RequestKey | undefined;
}

export interface ReadCall {
  kind: 'read';
  name: ReadName;
  args: ReadInput<ReadName>;
}

export type Failure =
  | { refusal: { code: ErrorCode; message: string; cause: string | undefined } }
  /** An error that nobody foresaw, with its stack. */
  | { error: string };

export type Answer = { id: number } & ({ value: unknown } | Failure);

/** `failed` says why the database cannot be opened; the thread then ends. */
export type FromWorker = 'opened' | { failed: string } | Answer;
