import { BlockList, isIP } from 'node:net';
import { Problem } from '../../lib/problem.ts';

const MOST_BLOCKS = 50;

/**
 * Addresses and CIDR blocks as an operator writes them, `10.1.0.0/16` or `2001:db8::1`.
 * @throws Problem `address-invalid` that names the bad ones
 */
export function readBlocks(texts: readonly string[]): string[] {
  const blocks = texts.map((text) => text.trim());
  const bad = blocks.filter((block) => parse(block) === null);
  if (bad.length === 0 && blocks.length > 0 && blocks.length <= MOST_BLOCKS) return blocks;
  const detail = `地址应为 IP 或 CIDR，如 10.1.0.0/16，最多 ${MOST_BLOCKS} 个${bad.length > 0 ? `；有误：${bad.join('、')}` : ''}。`;
  throw new Problem('invalid', 'address-invalid', detail);
}

/** Whether an address lies in one of the blocks; one that is not known lies in none. */
export function isWithin(blocks: readonly string[], address: string | null): boolean {
  const ip = plain(address ?? '');
  const family = isIP(ip);
  if (family === 0) return false;
  const list = new BlockList();
  for (const block of blocks) {
    const parsed = parse(block);
    if (parsed) list.addSubnet(parsed.net, parsed.bits, parsed.family);
  }
  return list.check(ip, family === 6 ? 'ipv6' : 'ipv4');
}

/** An IPv4 address as sockets that speak both families show it: `::ffff:10.1.2.3`. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '');

function parse(block: string) {
  const [net = '', bits, ...more] = block.split('/');
  const ip = isIP(net);
  if (ip === 0 || more.length > 0) return null;
  const widest = ip === 6 ? 128 : 32;
  if (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > widest)) return null;
  const family = ip === 6 ? ('ipv6' as const) : ('ipv4' as const);
  return { net, family, bits: bits === undefined ? widest : Number(bits) };
}
