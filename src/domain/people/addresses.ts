import { isNetwork } from '../../lib/address.ts';
import { Problem } from '../../lib/problem.ts';

const MOST_BLOCKS = 50;

/**
 * Addresses and CIDR blocks as an operator writes them, `10.1.0.0/16` or `2001:db8::1`.
 * @throws Problem `address-invalid` that names the bad ones
 */
export function readBlocks(texts: readonly string[]): string[] {
  const blocks = texts.map((text) => text.trim());
  const bad = blocks.filter((block) => !isNetwork(block));
  if (bad.length === 0 && blocks.length > 0 && blocks.length <= MOST_BLOCKS) return blocks;
  const detail = `地址应为 IP 或 CIDR，如 10.1.0.0/16，最多 ${MOST_BLOCKS} 个${bad.length > 0 ? `；有误：${bad.join('、')}` : ''}。`;
  throw new Problem('invalid', 'address-invalid', detail);
}
