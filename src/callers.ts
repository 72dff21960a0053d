import type { Db } from '../db/client.ts';
import { leasePermits } from './domain/people/permits.ts';
import type { Deps, RateName } from './http/edge.ts';
import { makeAddresses } from './lib/address.ts';
import { Permits } from './lib/permits.ts';

export interface CallerOptions {
  /** Requests a minute of each kind of caller, 0: any number; absent: nobody is limited. */
  rates?: Partial<Record<Exclude<RateName, 'wages'>, number>>;
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  trustedProxies?: readonly string[];
}

const WINDOW_SECONDS = 60;

/** Wrong tries for one name on one site: so few that the six characters are not found by trying. */
const WAGES = { name: 'wages', quota: 10, seconds: 86_400 };

/** What Node's edge knows of callers: their address, and how often they may come. */
export function watchCallers(
  db: Db,
  { rates, trustedProxies = [] }: CallerOptions,
): Pick<Deps, 'addressOf' | 'limiter'> {
  const tell = makeAddresses(trustedProxies);
  const addressOf = (env: unknown, forwarded: string | undefined) => {
    const { incoming } = (env ?? {}) as { incoming?: { socket: { remoteAddress?: string } } };
    return tell(incoming?.socket.remoteAddress ?? '', forwarded);
  };
  if (!rates) return { addressOf };
  const policies = Object.fromEntries(
    Object.entries(rates)
      .filter(([, quota]) => quota > 0)
      .map(([name, quota]) => [name, { name, quota, seconds: WINDOW_SECONDS }]),
  );
  const permits = new Permits((...asked) => leasePermits(db, ...asked));
  return { addressOf, limiter: { permits, policies: { ...policies, wages: WAGES } } };
}
