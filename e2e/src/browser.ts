import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Its own sandbox needs rights that a container and root do not have; the pages it sees are ours. */
const safeArguments = ['--no-sandbox', '--no-zygote', '--disable-background-networking', '--disable-quic'];

/** Starts CHROMIUM_PATH, else the system's browser, else the one that came with npm ci. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath =
    process.env.CHROMIUM_PATH ?? systemBrowsers.find((path) => existsSync(path)) ?? (await packagedBrowser());
  return chromium.launch({ executablePath, args: safeArguments });
}

/**
 * The package unpacks the libraries that a minimal system lacks only where it believes to be on the platform it was
 * made for, which it recognises by this variable.
 */
async function packagedBrowser(): Promise<string> {
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}
