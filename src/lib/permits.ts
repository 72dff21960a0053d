/** How often one caller may ask: `quota` times in `seconds`. */
export interface Policy {
  name: string;
  quota: number;
  seconds: number;
}

/** What a process was given of a caller's window. */
export interface Lease {
  /** From none to as many as were wanted. */
  granted: number;
  /** Still to be had in this window, by any process. */
  left: number;
  endsInMs: number;
}

export type Ask = (policy: Policy, caller: string, wanted: number) => Promise<Lease>;

/** Where a caller stands after, or before, a request. */
export interface Standing {
  ok: boolean;
  /** The first refusal in this window that this process tells. */
  first: boolean;
  remaining: number;
  resetSeconds: number;
}

/** One caller's window as this process knows it. */
interface Window {
  policy: Policy;
  caller: string;
  endsAt: number;
  /** Permits given to this process; before the first answer a batch on credit. */
  have: number;
  used: number;
  /** As last told: what others may still take. */
  left: number;
  answered: boolean;
  /** There are no more than `have`. */
  spent: boolean;
  /** Somebody was refused already. */
  refused: boolean;
  asking: Promise<void> | null;
}

const BATCHES = 20;
const MOST_CALLERS = 20_000;
const AWAY_MS = 1000;

/** A twentieth of the quota: so many permits change hands at once. */
export const batchOf = ({ quota }: Policy): number => Math.ceil(quota / BATCHES);

/**
 * Permits of callers, shared by processes and counted out in batches, so that a request hardly ever waits for the
 * count. A window's first batch is used on credit while it is asked for, the next is asked for when the one before is
 * half used. All processes together admit at most the quota and a batch each (see docs/adr/0010).
 */
export class Permits {
  readonly #windows = new Map<string, Window>();
  readonly #ask: Ask;
  readonly #now: () => number;

  /** `ask` counts where all processes see it; while it fails, callers are let pass. */
  constructor(ask: Ask, now: () => number = () => performance.now()) {
    this.#ask = ask;
    this.#now = now;
  }

  /** Takes a permit for one request, if there is one. */
  async take(policy: Policy, caller: string): Promise<Standing> {
    const window = this.#windowOf(policy, caller);
    while (window.used >= window.have) {
      if (window.spent) return this.#standing(window, false);
      await this.#more(window);
      if (this.#now() >= window.endsAt) return this.take(policy, caller);
    }
    window.used += 1;
    if (!window.spent && window.have - window.used < batchOf(policy) / 2) void this.#more(window);
    return this.#standing(window, true);
  }

  /** The standing of a caller whose permits this process knows to be used up; else null. Asks nobody. */
  spent(policy: Policy, caller: string): Standing | null {
    const window = this.#windows.get(nameOf(policy, caller));
    if (!window?.spent || window.used < window.have || this.#now() >= window.endsAt) return null;
    return this.#standing(window, false);
  }

  #windowOf(policy: Policy, caller: string): Window {
    const name = nameOf(policy, caller);
    const standing = this.#windows.get(name);
    if (standing && this.#now() < standing.endsAt) return standing;
    const window: Window = {
      policy,
      caller,
      endsAt: this.#now() + policy.seconds * 1000,
      have: batchOf(policy),
      used: 0,
      left: policy.quota - batchOf(policy),
      answered: false,
      spent: false,
      refused: false,
      asking: null,
    };
    // Put last, so that the first is the oldest: a flood of callers costs no more memory than this.
    this.#windows.delete(name);
    this.#windows.set(name, window);
    const [oldest] = this.#windows.keys();
    if (this.#windows.size > MOST_CALLERS) this.#windows.delete(oldest as string);
    void this.#more(window);
    return window;
  }

  #more(window: Window): Promise<void> {
    window.asking ??= this.#lease(window).finally(() => {
      window.asking = null;
    });
    return window.asking;
  }

  async #lease(window: Window): Promise<void> {
    const { policy, caller } = window;
    const wanted = batchOf(policy);
    const away: Lease = { granted: wanted, left: wanted, endsInMs: AWAY_MS };
    const lease = await this.#ask(policy, caller, wanted).catch(() => away);
    window.have = lease.granted + (window.answered ? window.have : 0);
    window.left = lease.left;
    window.endsAt = this.#now() + lease.endsInMs;
    window.spent = lease.left === 0;
    window.answered = true;
  }

  #standing(window: Window, ok: boolean): Standing {
    const { have, used, left, endsAt } = window;
    const first = !ok && !window.refused;
    window.refused ||= !ok;
    return {
      ok,
      first,
      remaining: Math.max(0, have - used) + left,
      resetSeconds: Math.max(1, Math.ceil((endsAt - this.#now()) / 1000)),
    };
  }
}

const nameOf = (policy: Policy, caller: string) => `${policy.name} ${caller}`;
