/**
 * Passes values to the next page of this tab, if it shows the same address: the page was reloaded. They are only stored
 * while no page is open, because a copy of the tab must not get them.
 */

type Values = Record<string, unknown>;

/** Removes and returns the values that the former page of this tab has passed under this key. */
export function takeFromFormerPage(key: string): Values | undefined {
  try {
    const passed = JSON.parse(sessionStorage.getItem(key) ?? '{}') as Values;
    sessionStorage.removeItem(key);
    return passed.path === location.pathname ? passed : undefined;
  } catch {
    // Storage is forbidden.
    return undefined;
  }
}

/** Passes the values that `read` returns to the next page, unless it returns undefined. */
export function passToNextPage(key: string, read: () => Values | undefined): void {
  addEventListener('pagehide', () => {
    const values = read();
    if (!values) return;
    try {
      sessionStorage.setItem(key, JSON.stringify({ path: location.pathname, ...values }));
    } catch {
      // Storage is forbidden or full. The next page starts anew.
    }
  });
  // The browser can show this page again as it was.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) takeFromFormerPage(key);
  });
}
