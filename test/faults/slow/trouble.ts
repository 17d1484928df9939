/** Clients that go wrong, and until then do not. */
export interface Trouble {
  /** As the server calls them; none where they come anew again and again. */
  ids: readonly string[];
  begin(): void;
  end(): Promise<void>;
}
