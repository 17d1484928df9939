import { setTimeout as pause } from 'node:timers/promises';
import type { Attackers } from './attackers.js';

/** An attempt to keep a server from serving others. */
export interface Attack {
  name: string;
  /** Sentences for the page. */
  description: string;
  /** A room with a password that the honest client enters during the attack. `fill` creates it. */
  locked?: { room: string; password: string };
  /** Stores what the attack needs, on an earlier process without limits. */
  fill?(attackers: Attackers): Promise<void>;
  /** Connects the clients that have to be there before, and returns the attack. */
  prepare(attackers: Attackers): Promise<() => Promise<void>>;
}

/** Number of rounds of an attack. */
export const ROUNDS = 20;
/** Time in ms between them. */
const EVERY = 250;

/** Plays the rounds of an attack in a few seconds; a round that takes longer delays the next one. */
export async function rounds(round: (i: number) => unknown): Promise<void> {
  const start = performance.now();
  for (let i = 0; i < ROUNDS; i++) {
    await round(i);
    await pause(Math.max(0, start + (i + 1) * EVERY - performance.now()));
  }
}

/** The numbers from 0 to `count` - 1. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
