import type { Page } from 'playwright-core';
import type { Test } from 'tap';

/** Phones upright and turned, tablets, and narrow windows, in CSS pixels. */
const windows = [
  [320, 640],
  [390, 844],
  [700, 900],
  [850, 1100],
  [960, 640],
  [844, 390],
] as const;

/** Returns the controls that a press does not reach in their middle and beside it, each with what it reaches. */
const unreachable = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const describe = (element: Element | null): string =>
      element === null
        ? 'nothing'
        : `${element.localName}.${element.className} ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 30)}`;
    const controls = 'button, a[href], input, textarea, select, summary, label.choice, [role=slider]';
    const faults: string[] = [];
    for (const control of document.querySelectorAll<HTMLElement>(controls)) {
      if (control.matches(':disabled') || control.closest('dialog:not([open])')) continue;
      if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      // The label of a hidden radio button is pressed in its place.
      const drawn = control.getBoundingClientRect();
      const target =
        drawn.width <= 2 || drawn.height <= 2 || getComputedStyle(control).opacity === '0'
          ? control.closest('label')
          : control;
      if (!target) continue;
      target.scrollIntoView({ block: 'center', inline: 'center' });
      const { left, top, width, height } = target.getBoundingClientRect();
      for (const part of [0.2, 0.5, 0.8]) {
        const hit = document.elementFromPoint(left + width * part, top + height / 2);
        if (hit && (target.contains(hit) || hit.closest('label')?.contains(target))) continue;
        faults.push(`${describe(control)} → ${describe(hit)}`);
        break;
      }
    }
    scrollTo(0, 0);
    return faults;
  });

export async function pressable(t: Test, page: Page, what: string): Promise<void> {
  for (const [width, height] of windows) {
    await page.setViewportSize({ width, height });
    t.strictSame(await unreachable(page), [], `${what} at ${width} × ${height}`);
  }
}
