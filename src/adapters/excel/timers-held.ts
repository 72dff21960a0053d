/**
 * exceljs's build for browsers keeps one queue of ticks for all that it ever does, and wakes it by the `setTimeout` that it finds when it is
 * loaded. In an isolate a timer belongs to a request and goes with it: the queue would then sleep for good, and with it every workbook of
 * later requests. While exceljs is loaded it finds a `setTimeout` that no request owns.
 */
export const realTimeout = globalThis.setTimeout;

/** As workerd tells it. */
const inIsolate = globalThis.navigator?.userAgent === 'Cloudflare-Workers';

if (inIsolate) {
  globalThis.setTimeout = ((task: () => void) => queueMicrotask(task)) as never;
}
