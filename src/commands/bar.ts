import { SingleBar } from 'cli-progress';

/**
 * A bar on a terminal; elsewhere a plain line every so many steps and at the end. Both on stderr: stdout is the result's.
 *
 * @param label what is being done, `total` steps of it
 */
export function makeBar(label: string, total: number, plainEvery: number) {
  let done = 0;
  const format = ` ${label} [{bar}] {value}/{total} {what}`;
  const bar = process.stderr.isTTY ? new SingleBar({ format, hideCursor: true }) : null;
  bar?.start(total, 0, { what: '' });
  return {
    /** One step more; `what` it was of. */
    step(what = '') {
      done += 1;
      bar?.update(done, { what });
      if (bar === null && (done % plainEvery === 0 || done === total))
        process.stderr.write(`${what === '' ? label : what}  ${done}/${total}\n`);
    },
    stop: () => bar?.stop(),
  };
}
