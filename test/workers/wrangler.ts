import { TEST_SECRET } from '../helpers/secret.ts';

/** The part of wrangler that is used; it is in this folder's install, not in the program's. */
interface Wrangler {
  unstable_startWorker(input: object): Promise<{ url: Promise<URL>; dispose(): Promise<void> }>;
}

/** MB of JavaScript: the fonts' 42 MB lie beside it, and the two stay within the 128 MB of an isolate. */
const HEAP = 80;

// No word to anybody, no logs outside the project.
Object.assign(process.env, {
  CI: '1',
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_LOG_PATH: '.wrangler/logs',
  MINIFLARE_WORKERD_V8_FLAGS: `--max-heap-size=${HEAP}`,
});

/** Runs a Worker in workerd as `wrangler.toml` says, with the two roles of a database behind its bindings. */
export async function startWorker(entrypoint: string, urls: { appUrl: string; nightUrl: string }) {
  const wrangler = (await import('wrangler' as string)) as Wrangler;
  process.env.CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_DATABASE_APP = urls.appUrl;
  process.env.CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_DATABASE_NIGHT = urls.nightUrl;
  const worker = await wrangler.unstable_startWorker({
    config: 'wrangler.toml',
    entrypoint,
    bindings: { WAGE_SECRET: { type: 'plain_text', value: TEST_SECRET } },
    build: { minify: true },
    dev: { server: { port: 0 }, inspector: false, logLevel: 'warn', watch: false },
  });
  return { url: (await worker.url).href, stop: () => worker.dispose() };
}
