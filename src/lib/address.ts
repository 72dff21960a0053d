import { BlockList, isIP } from 'node:net';

const CIDR = /^([0-9A-Fa-f.:]+)(?:\/(\d{1,3}))?$/;

/** Whether a text is an address or a network such as `10.0.0.0/8`. */
export const isNetwork = (text: string): boolean => partsOf(text) !== null;

function partsOf(text: string) {
  const [, address = '', bits] = CIDR.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0) return null;
  const family = version === 4 ? ('ipv4' as const) : ('ipv6' as const);
  const widest = version === 4 ? 32 : 128;
  const prefix = bits === undefined ? widest : Number(bits);
  return prefix > widest ? null : { address, prefix, family };
}

/** Tells whether an address lies in one of the networks; what is no address lies in none. */
export function memberOf(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const { address, prefix, family } of networks.flatMap((text) => partsOf(text) ?? []))
    list.addSubnet(address, prefix, family);
  return (address) => {
    const version = isIP(plain(address));
    return version !== 0 && list.check(plain(address), version === 4 ? 'ipv4' : 'ipv6');
  };
}

/**
 * Tells a caller's address. `X-Forwarded-For` is read from its end, and only as far as each address is a trusted
 * proxy's: what stands before came from outside and may be anything.
 *
 * @param trusted addresses and networks of proxies
 */
export function makeAddresses(trusted: readonly string[]) {
  const isProxy = memberOf(trusted);
  return (peer: string, forwarded: string | undefined): string => {
    let address = plain(peer);
    const hops = (forwarded ?? '').split(',').map((hop) => plain(hop.trim()));
    while (isProxy(address)) {
      const before = hops.pop() ?? '';
      if (isIP(before) === 0) break;
      address = before;
    }
    return address;
  };
}

/** An IPv4 address that a socket for both kinds shows as IPv6. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/** What is counted as one caller: an IPv4 address, or the /64 of an IPv6 one, which is one customer's. */
export function callerOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const behind = tail === '' ? 0 : tail.split(':').length;
    groups.push(...new Array<string>(8 - groups.length - behind).fill('0'));
    if (tail !== '') groups.push(...tail.split(':'));
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
