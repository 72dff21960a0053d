import { createHash } from 'node:crypto';
import { script } from './script.ts';
import { style } from './style.ts';

const versionOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

export interface Asset {
  version: string;
  type: string;
  text: string;
}

/** Files of the console by what they hold: an address never changes its content, so browsers keep it for good. */
export const assets = {
  style: { version: versionOf(style), type: 'text/css; charset=utf-8', text: style },
  script: { version: versionOf(script), type: 'text/javascript; charset=utf-8', text: script },
} as const satisfies Record<string, Asset>;

/** Pages load their own style and script, show their own papers, and send forms here; nothing else. */
export const consolePolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
