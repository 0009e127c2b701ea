import type { Page } from 'playwright-core';

/** Opens a page whose scripts come only after somebody has already done something on it. */
export async function actBeforeScripts(page: Page, path: string, act: () => Promise<void>): Promise<void> {
  const pattern = '**/_app/**/*.js';
  const acted = Promise.withResolvers<undefined>();
  await page.route(pattern, async (route) => {
    await acted.promise;
    await route.continue();
  });
  await page.goto(path, { waitUntil: 'commit' });
  await act();
  acted.resolve(undefined);
  await page.waitForLoadState('networkidle');
  await page.unroute(pattern);
}
