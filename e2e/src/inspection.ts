import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/**
 * Opens a page and looks at it: in Dutch at both widths in both themes; in another language only at what a language can
 * change: words, names, and how much room they take.
 * @returns one sentence for each thing that is wrong
 */
export async function inspect(page: Page, path: string, language: string): Promise<string[]> {
  await toFirstLook(page);
  await page.goto(path);
  return inspectShown(page, path, language);
}

/**
 * Looks at what stands in the browser, such as the answer to a form, which has no address to open.
 * @param name what the page is called in a sentence
 */
export async function inspectShown(page: Page, name: string, language: string): Promise<string[]> {
  await toFirstLook(page);
  await untilPainted(page);
  const found = [...(await textProblems(page, language)), ...(await widthProblems(page)), ...(await violations(page))];
  for (const [width, colorScheme, look] of language === 'nl' ? looksInDutch : looksInOthers) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    await untilPainted(page);
    const here = [...(await widthProblems(page)), ...(await violationsAgain(page, look))];
    found.push(...here.map((problem) => `at ${width} px, ${colorScheme}: ${problem}`));
  }
  return found.map((problem) => `${name} in ${language}: ${problem}`);
}

async function toFirstLook(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

type Look = readonly [width: number, colorScheme: 'light' | 'dark', axe: 'colours' | 'everything' | 'nothing'];

/** After the first look. Another width is another page; another theme is nothing but other colours. */
const looksInDutch: readonly Look[] = [
  [1280, 'dark', 'colours'],
  [360, 'dark', 'colours'],
  [360, 'light', 'everything'],
];
const looksInOthers: readonly Look[] = [[360, 'light', 'nothing']];

/** Keys of the catalogue, placeholders that nobody filled in, and what JavaScript writes for nothing. */
const noWords =
  /\b(?:shell|session|common|error|signIn|companies|apps|ponto|configure|result|overview|accounts|transactions|import|doubt|status|detail|support|history|notifications|renewed|unsubscribe|reconcile|reason|ignore|document|matching|matchRule|rules|memory|runs|keys|outgoing)\.[a-z]\w*|\{\w+\}|\bundefined\b|\bnull\b|\bNaN\b|\[object \w+\]/g;

async function textProblems(page: Page, language: string): Promise<string[]> {
  const written = await page.locator('html').getAttribute('lang');
  const codes = await page.locator('code, pre').allInnerTexts();
  const shown = await page.locator('body').innerText();
  /** A code is no text of ours, and may look like a key. */
  const text = `${await page.title()}\n${codes.reduce((rest, code) => rest.replace(code, ''), shown)}`;
  const wordless = [...new Set(text.match(noWords))].map((word) => `shows "${word}"`);
  return written === language ? wordless : [...wordless, `says that its language is ${written}`];
}

async function widthProblems(page: Page): Promise<string[]> {
  const surplus = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  return surplus > 0 ? [`scrolls ${surplus} px sideways`] : [];
}

/** Another width and other colours are asked for at once and seen a moment later, colours after their transition. */
async function untilPainted(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await page.evaluate(`Promise.allSettled(
    document.getAnimations().filter((one) => one instanceof CSSTransition).map(({ finished }) => finished),
  ).then(() => undefined)`);
}

/** In legacy mode, because the other one opens a blank page for every look, and there are no frames to look into. */
async function violations(page: Page): Promise<string[]> {
  return inWords(
    await new AxeBuilder({ page })
      .setLegacyMode()
      .options({ resultTypes: ['violations'] })
      .analyze(),
  );
}

/** The first look has left axe in the page. */
async function violationsAgain(page: Page, look: Look[2]): Promise<string[]> {
  if (look === 'nothing') return [];
  const options = { resultTypes: ['violations'], ...(look === 'colours' ? { runOnly: ['color-contrast'] } : {}) };
  return inWords(await page.evaluate(`axe.run(${JSON.stringify(options)})`));
}

type Findings = Pick<Awaited<ReturnType<AxeBuilder['analyze']>>, 'violations'>;

function inWords({ violations }: Findings): string[] {
  return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
