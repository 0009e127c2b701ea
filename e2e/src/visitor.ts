import type { Browser, BrowserContext, ConsoleMessage, Page } from 'playwright-core';

export type VisitorOptions = Readonly<{
  language?: 'nl' | 'fr' | 'en';
  width?: number;
  javaScriptEnabled?: boolean;
  /** Signed in as another visitor is. */
  as?: Visitor;
}>;

export type Visitor = Readonly<{
  page: Page;
  context: BrowserContext;
  /** Errors of scripts, refusals of the content security policy, resources that failed to load. */
  complaints: string[];
}>;

const patienceMs = 20_000;

export async function openVisitor(
  browser: Browser,
  adminUrl: string,
  { language = 'nl', width = 1280, javaScriptEnabled = true, as }: VisitorOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: adminUrl,
    locale: language,
    javaScriptEnabled,
    viewport: { width, height: 800 },
    ...(as ? { storageState: await as.context.storageState() } : {}),
  });
  context.setDefaultTimeout(patienceMs);
  await context.addCookies([{ name: 'language', value: language, url: adminUrl }]);

  const complaints: string[] = [];
  context.on('console', (message) => {
    if (isComplaint(message, adminUrl)) complaints.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`${error.page()?.url()}: ${error.error().message}`));
  return { page: await context.newPage(), context, complaints };
}

/** A page that says "not found", or why a form was refused, is loaded as such, and the browser mentions it. */
function isComplaint(message: ConsoleMessage, adminUrl: string): boolean {
  const isOurs = message.location().url.startsWith(adminUrl) || message.location().url === '';
  const isPageItself = message.location().url === message.page()?.url();
  return (
    isOurs &&
    ['error', 'warning'].includes(message.type()) &&
    !(isPageItself && /\b(404|409|422)\b/.test(message.text()))
  );
}
