import type { Locator, Page } from 'playwright-core';

/** Far more than any page of ours has stops. */
const mostStops = 200;

/**
 * Presses Tab until it stands on the target, by default forwards.
 * @throws at the first stop where the focus is lost, not marked, or behind something else
 */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let stop = 0; stop < mostStops; stop++) {
    await page.keyboard.press(key);
    const problem = await page.evaluate<string | null>(whatIsWrong);
    if (problem !== null) throw new Error(`After ${stop + 1} times ${key} on ${page.url()}: ${problem}`);
    if ((await target.and(page.locator(':focus')).count()) > 0) return;
  }
  throw new Error(`${key} never came to ${target.toString()} on ${page.url()}`);
}

/** Where a person who sees the screen and has no mouse would no longer know where they are. Null when they do. */
const whatIsWrong = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const at = document.activeElement;
  if (at === null || at === document.body) return done('the focus is lost');
  const name = at.outerHTML.slice(0, 120);
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  if (outlineStyle === 'none' || outlineWidth === '0px') return done('nothing marks ' + name);
  const { left, top, width, height } = at.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  if (seen === null) return done('out of sight: ' + name);
  const isSeen = at.contains(seen) || seen.contains(at) || [...(at.labels ?? [])].some((label) => label.contains(seen));
  return done(isSeen ? null : 'behind something: ' + name);
})))`;
