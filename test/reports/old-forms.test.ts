import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { nodeFonts } from '../../reports/node-fonts.ts';
import { drawNotice } from '../../reports/notice.ts';
import type { NoticeFacts } from '../../reports/notice-facts.ts';
import { anAlert, noticeFacts } from './facts.ts';

// What was approved is drawn as it was, whatever the form is now. The digests are of papers drawn before it changed.

const sha256 = (text: string) => createHash('sha256').update(text, 'latin1').digest('hex');

/** The file without what only zlib decides: every stream inflated, no lengths, no table of offsets. */
function unpacked(bytes: Uint8Array): string {
  const source = Buffer.from(bytes).toString('latin1');
  const body = source.slice(0, source.lastIndexOf('xref\n'));
  return body
    .replace(/stream\n(.*?)\nendstream/gs, (_, data: string) => {
      const packed = Buffer.from(data, 'latin1');
      return packed[0] === 0x78 ? inflateSync(packed).toString('latin1') : data;
    })
    .replace(/\/Length \d+/g, '');
}

const trail = { blockNo: 12, hash: `0123456789abcdef${'f'.repeat(48)}` };
const papers: [string, string, Partial<NoticeFacts>][] = [
  [
    'a reminder',
    'd7dfeea625d6a9bf61dd9f7fd1372ada676db2ebda9bd9ddf3e88d9768f01294',
    { instrument: 'reminder', level: 'yellow' },
  ],
  ['a warning', '072fc5b23bcb3d6b8a7f7716766f467209841949d202a7820f064d7c09c1f6c9', {}],
  [
    'a warning with a block',
    'fc8957d8f13c842fb5f6594fbcf9835515a6b989e634a23d0e5d99d636d24a6b',
    { template: 'notice-2', trail },
  ],
  [
    'an approved warning',
    '9bbea6b0ff947cda6faa8511f404cdad14f7d95d255437f2fa57249356a1dc08',
    { number: '连建警〔2026〕15号', approved: true, issuedOn: '2026-10-08' },
  ],
  [
    'a supervision on three pages',
    'dac7e17d5e7da028761c3080aa7904cedeaf48a2627fd2f00275244aeb0ee077',
    { instrument: 'supervision', level: 'red', alerts: Array.from({ length: 9 }, () => anAlert()) },
  ],
];

test.each(papers)('%s is drawn as it was', (_, digest, part) => {
  expect(sha256(unpacked(drawNotice(noticeFacts(part), nodeFonts())))).toBe(digest);
});
