/** What the people of a history talk through, be it one process or several. */
export interface Server {
  /** Where the next connection goes: a port of 127.0.0.1. */
  route(): number;
  /** How often everything that it had in memory was lost. */
  readonly kills: number;
}

/** Something that a server goes through. */
export interface Fault {
  /** As it is called in figures. */
  name: string;
  /** Where what is said may be refused as `unavailable` meanwhile. */
  refuses: 'nowhere' | 'in lectures' | 'everywhere';
  /** Lets it happen; resolves when all is well again. */
  strike(): Promise<void>;
}
