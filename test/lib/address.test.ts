import { expect, test } from 'vitest';
import { callerOf, isNetwork, makeAddresses } from '../../src/lib/address.ts';

test('without trusted proxies the socket alone tells', () => {
  const tell = makeAddresses([]);
  expect(tell('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
  expect(tell('::ffff:203.0.113.9', undefined)).toBe('203.0.113.9');
});

test.each<[string, string, string | undefined, string]>([
  ['a trusted proxy is believed', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['a stranger is not', '10.255.0.1', '198.51.100.1', '198.51.100.1'],
  ['the first address outside is not', '11.0.0.1', '198.51.100.1', '11.0.0.1'],
  ['what the caller put before is not read', '10.0.0.1', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
  ['a chain of trusted proxies is walked', '10.0.0.1', '198.51.100.1, fd00::7', '198.51.100.1'],
  ['and stops at the first stranger', '10.0.0.1', '1.1.1.1, 8.8.8.8, 10.9.9.9', '8.8.8.8'],
  ['no header: the proxy itself', '10.0.0.1', undefined, '10.0.0.1'],
  ['nonsense: the proxy itself', '10.0.0.1', '1.1.1.1, unknown', '10.0.0.1'],
  ['nothing but proxies: the farthest', '10.0.0.1', '10.0.0.2', '10.0.0.2'],
  ['mapped addresses are the same', '::ffff:10.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
])('%s', (_, peer, forwarded, wanted) => {
  expect(makeAddresses(['10.0.0.0/8', 'fd00::/8'])(peer, forwarded)).toBe(wanted);
});

test('an IPv6 caller is a /64, an IPv4 caller an address', () => {
  expect(callerOf('203.0.113.9')).toBe('203.0.113.9');
  for (const same of [
    '2001:db8:1:2::1',
    '2001:db8:1:2:ffff:ffff:ffff:ffff',
    '2001:0DB8:0001:2::%eth0',
  ])
    expect(callerOf(same), same).toBe('2001:db8:1:2::/64');
  expect(callerOf('2001:db8:1:3::1')).toBe('2001:db8:1:3::/64');
  expect(callerOf('::1')).toBe('0:0:0:0::/64');
  expect(callerOf('fe80::1:2:3:4:5')).toBe('fe80:0:0:1::/64');
});

test('networks', () => {
  for (const yes of ['10.0.0.0/8', '10.0.0.1', '::1', 'fd00::/128', '0.0.0.0/0'])
    expect(isNetwork(yes), yes).toBe(true);
  for (const no of ['', '10.0.0.0/33', 'a.b.c.d', '::1/129', '10.0.0.1/'])
    expect(isNetwork(no), no).toBe(false);
});
