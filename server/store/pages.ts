/** Selects a page of a list that is read from its newest end. Without `before`, it is the newest page. */
export interface PageQuery {
  /** The `before` of the previous page. */
  before?: number | undefined;
  /** Maximum number of items. Defaults to `PAGE.defaultSize`, limited to `PAGE.maxSize`. */
  limit?: number | undefined;
}

/** Selects a page of a list that is read from its start. Without `after`, it is the first page. */
export interface ForwardQuery {
  /** The `after` of the previous page. */
  after?: number | undefined;
  /** Maximum number of items, as in PageQuery. */
  limit?: number | undefined;
}

/** A page of a list that is read from its newest end. */
export interface Page<T> {
  /** Oldest first, so that an older page can be prepended unchanged. */
  items: T[];
  /** Selects the page of older items; absent if there are none. */
  before?: number;
}

/** A page of a list that is read from its start. */
export interface ForwardPage<T> {
  items: T[];
  /** Selects the next page; absent if there is none. */
  after?: number;
}

/** Number of items in a page. */
export const PAGE = { defaultSize: 50, maxSize: 200 } as const;
