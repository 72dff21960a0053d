import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

/** Chromium of `test/browser`'s own package, which has no place in a newcomer's install and so is not imported by name. */
export async function launchChromium(): Promise<Browser> {
  // A bare machine lacks libraries that Chromium links (NSS). The package holds them, and unpacks them where it takes itself to be in the cloud.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  // And has no Chinese font.
  process.env.FONTCONFIG_FILE ??= join(import.meta.dirname, 'fonts.conf');
  const entry = join(import.meta.dirname, 'node_modules/@sparticuz/chromium/build/index.js');
  const { default: packed } = (await import(pathToFileURL(entry).href)) as {
    default: { executablePath(): Promise<string> };
  };
  // Its own arguments are for a function in the cloud: one process for all, which one page takes down.
  return chromium.launch({
    executablePath: await packed.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
}
