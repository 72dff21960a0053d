import { Problem } from '../src/lib/problem.ts';

const LONGEST_WAIT_MS = 10_000;

/**
 * Turns at a pool of connections: as many at once as it has, first come first served. Whoever waits too long is told
 * so, instead of hanging until his own patience ends.
 */
export class Turns {
  readonly max: number;
  /** Milliseconds that a turn is waited for. */
  longestWait = LONGEST_WAIT_MS;
  #busy = 0;
  readonly #queue: (() => void)[] = [];

  constructor(max: number) {
    this.max = max;
  }

  /** Connections at work, and callers that wait for one. */
  get use(): { max: number; busy: number; waiting: number } {
    return { max: this.max, busy: this.#busy, waiting: this.#queue.length };
  }

  /** Runs `fn` when its turn has come. @throws Problem unavailable `database-busy` */
  async take<T>(fn: () => Promise<T>): Promise<T> {
    if (this.#busy < this.max) this.#busy += 1;
    else await this.#wait();
    try {
      return await fn();
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#busy -= 1;
    }
  }

  /** The turn is handed on: the number of those at work stays. */
  #wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const come = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#queue.splice(this.#queue.indexOf(come), 1);
        const detail = '数据库连接都在使用中，请稍后原样重试。';
        reject(new Problem('unavailable', 'database-busy', detail));
      }, this.longestWait);
      this.#queue.push(come);
    });
  }
}
