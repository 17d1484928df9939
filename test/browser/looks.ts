import type { Page } from 'playwright-core';
import type { Test } from 'tap';
import { accessible, scrollsSideways } from './page-steps.js';

export interface Look {
  colorScheme: 'light' | 'dark';
  /** px */
  width: number;
}

/** Visible controls that are lower than 44 px. A card's link is as large as its card. */
const tooSmall = (page: Page): Promise<string[]> =>
  page.locator(':is(button, a, summary, input, select, textarea):visible').evaluateAll((all) =>
    all
      .map((each) => each.closest('.class-card, .lecture-card, .room-card, label') ?? each)
      .filter((each) => each.getBoundingClientRect().height < 44)
      .map((each) => each.outerHTML),
  );

/** Checks the visible page: no axe violations, nothing too wide or too small for fingers. */
export async function looks(t: Test, page: Page, what: string): Promise<void> {
  await accessible(t, page, what);
  if ((page.viewportSize()?.width ?? 0) < 600)
    t.strictSame(await tooSmall(page), [], `${what} suits fingers`);
  t.notOk(await scrollsSideways(page), `${what} is not too wide`);
}
