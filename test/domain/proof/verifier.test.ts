import { createHash, sign } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { newSealKey } from '../../../src/lib/signer.ts';
import { stageDb } from '../stage.ts';
import { aCase, deflated, filesIn, packOf } from './arrange-pack.ts';

// The page of a pack as it was packed: its script is taken out of it and run with the same WebCrypto that browsers have.

const db = stageDb();
let zip: Buffer;
let page: string;
let checker: Checker;

interface Report {
  faults: string[];
  notes: string[];
  files: number;
  sealed: number;
  events: number;
  unsealed: number;
  blocks: number;
  signatures: number;
  printed: number;
  fingerprint: string;
  keyIds: string[];
}

type Files = Map<string, Uint8Array>;
interface Checker {
  checkPack(files: Files): Promise<Report>;
  unzip(bytes: Uint8Array): Promise<Files>;
}

let signerId: string;
beforeAll(async () => {
  const it = await aCase(db);
  signerId = it.signer.id;
  zip = await packOf(db, it, '核查');
  page = filesIn(zip).get('verifier.html')?.toString() as string;
  checker = new Function(`${scriptOf(page)}\nreturn { checkPack, unzip };`)() as Checker;
}, 60_000);

const scriptOf = (html: string) => /<script>([\s\S]*)<\/script>/.exec(html)?.[1] as string;
const hex = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const base64 = (text: string) => createHash('sha256').update(text).digest('base64');

test('the page may run its own script and nothing else, and reach nobody', () => {
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] as string;
  expect(page).toContain(
    `content="default-src 'none'; script-src 'sha256-${base64(scriptOf(page))}'; style-src 'sha256-${base64(style)}'; base-uri 'none'; form-action 'none'"`,
  );
  expect(page).not.toMatch(/https?:|src=|href=|\son\w+=|fetch\(|XMLHttp|import\(|eval/);
});

test('a pack as it was made is sound, read from the archive or file by file', async () => {
  const files = await checker.unzip(zip);
  expect([...files.keys()].sort()).toEqual([...filesIn(zip).keys()].sort());
  const report = await checker.checkPack(files);
  expect(report).toMatchObject({
    ...{ faults: [], notes: [], files: files.size - 1, unsealed: 1, printed: 1 },
    keyIds: [signerId],
    fingerprint: hex(files.get('manifest.json') as Uint8Array),
  });
  expect(report.sealed).toBe(4);
  expect(report.events).toBeGreaterThan(6);
  expect(report.blocks).toBe(4);
  expect(report.signatures).toBe(4);
});

test('an archive that was packed again, deflated and in a folder, is read as well', async () => {
  const again = deflated(filesIn(zip));
  expect((await checker.checkPack(await checker.unzip(again))).faults).toEqual([]);
  await expect(checker.unzip(Buffer.from('no archive at all, but long enough'))).rejects.toThrow(
    'ZIP',
  );
});

// biome-ignore lint/suspicious/noExplicitAny: what is altered is JSON of any shape
type Json = any;
type Change = (files: Map<string, Buffer>) => void;

const alter = (name: string, change: (value: Json) => void): Change => {
  return (files) => {
    const value = JSON.parse(files.get(name)?.toString() as string);
    change(value);
    files.set(name, Buffer.from(JSON.stringify(value)));
  };
};
const append =
  (name: string, more: string): Change =>
  (files) =>
    void files.set(name, Buffer.concat([files.get(name) as Buffer, Buffer.from(more)]));

/** As a forger would: the list agrees again with what he changed. */
const relist: Change = (files) => {
  const manifest = JSON.parse(files.get('manifest.json')?.toString() as string);
  for (const file of manifest.files) {
    const bytes = files.get(file.name);
    if (bytes) Object.assign(file, { size: bytes.length, sha256: hex(bytes) });
  }
  files.set('manifest.json', Buffer.from(JSON.stringify(manifest)));
};

const inTrail = (change: (trail: Json) => void): Change[] => [alter('trail.json', change), relist];
const eventNamed = (trail: Json, name: string) =>
  trail.events.find((event: Json) => JSON.parse(event.text).name === name);
const approval = (trail: Json) => eventNamed(trail, 'notice.approved');
const swapIn = (event: Json) => {
  event.text = event.text.replace('2026', '2027');
};
const rehash = (block: Json) => {
  block.hash = hex(block.header);
};
const forge = (block: Json) => {
  const key = newSealKey();
  block.signature = sign(null, Buffer.from(block.header), key).toString('base64');
};

const cases: [string, Change[], RegExp][] = [
  ['a fact', [append('facts.json', ' ')], /文件 facts\.json 与清单不符/],
  [
    'a fact, of the same length',
    [(f) => void f.set('facts.json', Buffer.from(String(f.get('facts.json')).replace('21', '12')))],
    /文件 facts\.json 与清单不符/,
  ],
  ['the paper', [append('notice-1.pdf', '%')], /文件 notice-1\.pdf 与清单不符/],
  [
    'the paper and the list',
    [append('notice-1.pdf', '%'), relist],
    /文件 notice-1\.pdf 与存证事件 \d+ 所记不符/,
  ],
  [
    'the paper’s facts and the list',
    [append('notice-1.json', ' '), relist],
    /文件 notice-1\.json 与存证事件 \d+ 所记不符/,
  ],
  [
    'a message and the list',
    [append('message-2.json', ' '), relist],
    /文件 message-2\.json 与存证事件 \d+ 所记不符/,
  ],
  ['a file that is gone', [(f) => void f.delete('laws.txt')], /文件 laws\.txt 缺失/],
  [
    'a file too many',
    [(f) => void f.set('more.pdf', Buffer.from('x'))],
    /文件 more\.pdf 不在清单之内/,
  ],
  ['the list itself gone', [(f) => void f.delete('manifest.json')], /manifest\.json 缺失/],
  ['what an event says', inTrail((t) => swapIn(approval(t))), /事件 \d+：正文与摘要不符/],
  [
    'an event with its digest',
    inTrail((t) => {
      swapIn(approval(t));
      approval(t).digest = hex(approval(t).text);
    }),
    /事件 \d+：不能到达区块 3 的哈希根/,
  ],
  [
    'the day of an event',
    inTrail((t) => {
      approval(t).day = '2026-07-30';
    }),
    /不能到达区块 3 的哈希根/,
  ],
  [
    'the place of an event',
    inTrail((t) => {
      approval(t).place.leafNo ^= 1;
    }),
    /不能到达区块 3 的哈希根/,
  ],
  [
    'a place beyond the tree',
    inTrail((t) => {
      approval(t).place.leafNo = 1e6;
    }),
    /不能到达区块 3 的哈希根/,
  ],
  [
    'a hash on the way',
    inTrail((t) => {
      approval(t).place.path[0] = '0'.repeat(64);
    }),
    /不能到达区块 3 的哈希根/,
  ],
  [
    'a way cut short',
    inTrail((t) => {
      approval(t).place.path.pop();
    }),
    /不能到达区块 3 的哈希根/,
  ],
  [
    'an event that is gone',
    inTrail((t) => {
      t.events.splice(t.events.indexOf(approval(t)), 1);
    }),
    /所依据的事件 \d+ 缺失/,
  ],
  [
    'a block',
    inTrail((t) => {
      t.blocks[2].header = t.blocks[2].header.replace(/"root":"./, '"root":"x');
    }),
    /区块 3：区块头与其哈希不符/,
  ],
  [
    'a block with its hash',
    inTrail((t) => {
      t.blocks[2].header = t.blocks[2].header.replace(/"root":"./, '"root":"x');
      rehash(t.blocks[2]);
    }),
    /区块 3：签名无效/,
  ],
  ['a block signed by another', inTrail((t) => forge(t.blocks[2])), /区块 3：签名无效/],
  [
    'the block before',
    inTrail((t) => {
      t.blocks[1].header = t.blocks[1].header.replace('"leaves":', '"leaves":1');
      rehash(t.blocks[1]);
    }),
    /区块 3：与前一区块不相接/,
  ],
  [
    'the first block, that claims one before',
    inTrail((t) => {
      t.blocks[0].header = t.blocks[0].header.replace(/"prevHash":"0/, '"prevHash":"1');
      rehash(t.blocks[0]);
    }),
    /区块 1：与前一区块不相接/,
  ],
  [
    'a block that is gone',
    inTrail((t) => {
      t.blocks.splice(2, 1);
    }),
    /所属区块 3 缺失/,
  ],
  [
    'the block that the paper prints',
    inTrail((t) => {
      t.blocks.splice(0, 1);
    }),
    /文书所印的区块 1 缺失/,
  ],
  [
    'what the paper prints of it',
    [
      alter('notice-1.json', (n) => {
        n.trail.hash = '0'.repeat(64);
      }),
      relist,
    ],
    /区块 1 与文书所印的哈希不同（notice-1\.json）/,
  ],
  ['no JSON', [append('trail.json', '}'), relist], /无法读取/],
];

describe('what was altered is found and named', () => {
  test.each(cases)('%s', async (_, changes, named) => {
    const files = filesIn(zip);
    for (const change of changes) change(files);
    const { faults } = await checker.checkPack(files);
    expect(faults.join('\n')).toMatch(named);
  });
});

test('of a key that is not there it says that nothing was checked, and does not call it sound', async () => {
  const files = filesIn(zip);
  for (const change of inTrail((t) => {
    t.publicKeys = [];
  }))
    change(files);
  const report = await checker.checkPack(files);
  expect(report).toMatchObject({ faults: [], signatures: 0, keyIds: [] });
  expect(report.notes).toHaveLength(4);
  expect(report.notes[0]).toMatch(/没有密钥 [0-9a-f]{16} 的公钥，没有验签/);
});

test('the page tells what it found to whoever picks the archive', async () => {
  // The few members of a document that the script touches.
  const parts = new Map<string, { textContent: string; items: { textContent: string }[] }>();
  let picked: (event: object) => Promise<void> = async () => {};
  const document = {
    getElementById: (id: string) => {
      const part = parts.get(id) ?? { textContent: '', items: [] };
      parts.set(id, part);
      return Object.assign(part, {
        addEventListener: (_: string, listen: typeof picked) => {
          picked = listen;
        },
        replaceChildren: (...items: { textContent: string }[]) => {
          part.items = items;
        },
      });
    },
    createElement: () => ({ textContent: '' }),
  };
  new Function('document', scriptOf(page))(document);
  const pick = (...files: File[]) => picked({ target: { files } });
  await pick(new File([Uint8Array.from(zip)], '证据包.zip'));
  expect(parts.get('verdict')?.textContent).toBe('一致：没有发现改动。');
  expect(
    parts
      .get('notes')
      ?.items.map((i) => i.textContent)
      .join(),
  ).toContain(signerId);
  const files = filesIn(zip);
  append('facts.csv', ' ')(files);
  await pick(...[...files].map(([name, bytes]) => new File([Uint8Array.from(bytes)], name)));
  expect(parts.get('verdict')?.textContent).toBe('不一致：共 1 处。');
  expect(parts.get('faults')?.items[0]?.textContent).toContain('facts.csv');
  await pick(new File(['nothing'], 'x.zip'));
  expect(parts.get('verdict')?.textContent).toContain('无法读取');
});
