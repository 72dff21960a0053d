import { createHash, verify } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { describe as describeAlert } from '../../../src/deps.ts';
import { gatherEvidence } from '../../../src/domain/proof/gather.ts';
import { MOST_RAW_BYTES } from '../../../src/domain/proof/messages.ts';
import { refusal, stageDb } from '../stage.ts';
import { aCase, type Case, DAY, entryOf, filesIn, packOf } from './arrange-pack.ts';

// A pack is opened and worked out again here by other means than those that made it.

const db = stageDb();
let it: Case;
let files: Map<string, Buffer>;
let whole: Map<string, Buffer>;
beforeAll(async () => {
  it = await aCase(db);
  files = filesIn(await packOf(db, it, null));
  whole = filesIn(await packOf(db, it, '核查欠薪，案号 2026-17'));
}, 60_000);

const sha = (...parts: (string | Buffer)[]) =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part as string))))
    .digest();
const hex = (...parts: (string | Buffer)[]) => sha(...parts).toString('hex');
const textIn = (name: string, from = files) => (from.get(name) as Buffer).toString();
const jsonIn = (name: string, from = files) => JSON.parse(textIn(name, from));

interface Told {
  id: number;
  day: string;
  text: string;
  digest: string;
  place: { blockNo: number; leafNo: number; path: string[] } | null;
}
const events = (): Told[] => jsonIn('trail.json').events;

const one = Buffer.of(1);
/** RFC 6962, 2.1, from the top: the last hash of a path lies beside the half that holds the leaf. */
function rootOf(leaf: Buffer, index: number, size: number, path: string[]): Buffer {
  if (size === 1) return path.length === 0 ? leaf : Buffer.alloc(0);
  let half = 1;
  while (half * 2 < size) half *= 2;
  const beside = Buffer.from(path.at(-1) ?? '', 'hex');
  const rest = path.slice(0, -1);
  return index < half
    ? sha(one, rootOf(leaf, index, half, rest), beside)
    : sha(one, beside, rootOf(leaf, index - half, size - half, rest));
}

describe('a pack', () => {
  test('holds the paper, the facts, the list of messages, the trail, the law and how to check them', () => {
    expect([...files.keys()].sort()).toEqual(
      [
        ...['README.txt', 'alert.json', 'facts.csv', 'facts.json', 'laws.txt', 'manifest.json'],
        ...['messages.csv', 'messages.json', 'notice-1.json', 'notice-1.pdf', 'trail.json'],
        'verifier.html',
      ].sort(),
    );
    expect(jsonIn('alert.json')).toMatchObject([
      { ruleId: 'F01', period: '2026-07', sentence: expect.stringMatching(/\p{Script=Han}/u) },
    ]);
    expect(textIn('README.txt')).toMatch(/文书 1 份[\s\S]*共 5 份[\s\S]*尚未封存入区块的 1 条/);
  });

  test('has the size and the digest of every file in its list, and the trail has the list’s', async () => {
    const { files: listed } = jsonIn('manifest.json');
    const told = listed.map((f: { name: string; size: number; sha256: string }) => [
      ...[f.name, f.size, f.sha256],
    ]);
    const counted = [...files].filter(([name]) => name !== 'manifest.json');
    expect(told.sort()).toEqual(counted.map(([name, b]) => [name, b.length, hex(b)]).sort());
    const packed = await db.sql()`
      select body, project_id from we.event where subject = ${it.alertId} and name = 'evidence.packed' order by id`;
    expect(packed.map((e) => [e.project_id, JSON.parse(e.body).body.manifest])).toEqual([
      [it.stage.id, hex(files.get('manifest.json') as Buffer)],
      [it.stage.id, hex(whole.get('manifest.json') as Buffer)],
    ]);
  });

  test('its paper and the facts of it are those that the event of the approval names', () => {
    const approval = events().find(({ text }) => JSON.parse(text).name === 'notice.approved');
    const { body, subject } = JSON.parse((approval as Told).text);
    expect(subject).toBe(it.noticeId);
    expect(hex(files.get('notice-1.pdf') as Buffer)).toBe(body.sha256);
    expect(hex(files.get('notice-1.json') as Buffer)).toBe(body.factsDigest);
    const { files: listed } = jsonIn('manifest.json');
    expect(listed.find((f: { name: string }) => f.name === 'notice-1.pdf')).toMatchObject({
      event: approval?.id,
      member: 'sha256',
    });
  });

  test('every sealed event reaches its block’s root; blocks are hashed, linked and signed', () => {
    const { blocks, publicKeys } = jsonIn('trail.json');
    // The second is there for the third’s link, the fourth as the newest.
    expect(blocks).toHaveLength(4);
    const headers = new Map<number, { root: string; leaves: number; prevHash: string }>();
    const hashes = new Map<number, string>();
    for (const { header, hash, signature } of blocks) {
      const block = JSON.parse(header);
      expect(hex(header)).toBe(hash);
      const signed = Buffer.from(signature, 'base64');
      expect(verify(null, Buffer.from(header), publicKeys[0], signed)).toBe(true);
      const before = block.blockNo === 1 ? '0'.repeat(64) : hashes.get(block.blockNo - 1);
      expect(block.prevHash).toBe(before);
      headers.set(block.blockNo, block);
      hashes.set(block.blockNo, hash);
    }
    const ids = events().map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    const sealed = events().filter(({ place }) => place !== null);
    expect(sealed.length).toBeGreaterThan(6);
    expect(events().length - sealed.length).toBe(1);
    for (const { id, day, text, digest, place } of sealed) {
      const { blockNo, leafNo, path } = place as NonNullable<Told['place']>;
      const { root, leaves } = headers.get(blockNo) as { root: string; leaves: number };
      expect(hex(text)).toBe(digest);
      const leaf = sha(Buffer.of(0), `${JSON.parse(text).projectId} ${id} ${day} ${digest}`);
      expect(rootOf(leaf, leafNo, leaves, path).toString('hex')).toBe(root);
    }
    const { trail } = jsonIn('notice-1.json');
    expect(hashes.get(trail.blockNo)).toBe(trail.hash);
  });

  test('tells of the messages of the alert’s days, the first and today included, and of no other project’s', () => {
    const names = jsonIn('messages.json').map((m: { subject: string }) => m.subject);
    expect(names).toEqual(['102/first-day', '102/alone', '102/both', '102/waiting', '102/refused']);
    const subjects = events().map(({ text }) => JSON.parse(text).subject);
    expect(subjects).not.toContain('102/before');
    expect(subjects).not.toContain('102/elsewhere');
    const projects = new Set(events().map(({ text }) => JSON.parse(text).projectId));
    expect([...projects].sort()).toEqual([0, it.stage.id].sort());
  });

  test('without a reason holds no name and no number of a worker', () => {
    const all = [...files.values()].map(String).join('\n');
    for (const { name, cardNo, idNumber } of [...it.stage.workers, ...it.other.workers])
      for (const word of [name, cardNo, idNumber]) expect(all).not.toContain(word);
    expect(all).not.toContain(it.stage.accountNo);
    expect(all).not.toContain('6222021234567890123');
    expect(all).toContain('0123');
  });

  test('no cell of its tables is worked out by a spreadsheet', () => {
    const table = textIn('facts.csv');
    expect(table.startsWith('\ufeff规则,期间,事实,值,单位\r\n')).toBe(true);
    expect(table).toContain(`F01,2026-07,reason,"'=cmd|""/c calc""!A1",\r\n`);
    expect(table).toContain('F01,2026-07,agreedFen,"1,000,000.00",元\r\n');
    expect(table).toContain('F01,2026-07,daysLate,21,\r\n');
  });

  test('ends with the day on which the alert was cleared', async () => {
    const set = (status: string, on: string | null) =>
      db.sql()`update we.alert set status = ${status}, cleared_on = ${on} where id = ${it.alertId}`;
    await set('cleared', '2026-07-16');
    const gathered = await db.look(it.stage.authority, DAY, (work) =>
      gatherEvidence(work, it.stage.id, it.alertId),
    );
    await set('open', null);
    expect(gathered).toMatchObject({ from: '2026-07-01', to: '2026-07-16' });
    const names = gathered.messages.map(({ subject }) => subject);
    expect(names).toEqual(['102/first-day', '102/alone', '102/both']);
  });

  test('of an alert without a month begins 62 days before it was opened', async () => {
    const set = (period: string) =>
      db.sql()`update we.alert set period = ${period} where id = ${it.alertId}`;
    await set('-');
    const { from, to, messages } = await db.look(it.stage.authority, DAY, (work) =>
      gatherEvidence(work, it.stage.id, it.alertId),
    );
    await set('2026-07');
    expect({ from, to }).toEqual({ from: '2026-05-15', to: DAY });
    expect(messages.map(({ subject }) => subject)).toContain('102/before');
  });

  test('quotes the law that was checked, and papers’ own', () => {
    const laws = textIn('laws.txt');
    expect(laws).toContain('《保障农民工工资支付条例》第三十条第一款\n分包单位对所招用农民工');
    expect(laws.match(/^《/gm)?.length).toBeGreaterThan(1);
  });

  test('prints no text that was not checked', async () => {
    const law = (text: string, verified: boolean) => ({
      title: '某办法',
      article: null,
      text,
      verified,
    });
    const words: typeof describeAlert = (alert) => ({
      ...describeAlert(alert),
      basis: [
        law('核对过的条文', true),
        law('没有核对的条文', false),
        law('核对过的条文', true),
      ] as never,
    });
    const laws = textIn('laws.txt', filesIn(await packOf(db, it, null, [it.signer], words)));
    expect(laws).toContain('《某办法》\n核对过的条文\n');
    expect(laws).not.toContain('没有核对的条文');
    expect(laws.match(/^核对过的条文$/gm)).toHaveLength(1);
  });
});

describe('with a reason', () => {
  test('the messages are there byte for byte, those that speak of another project or wait left out', async () => {
    const raw = [...whole.keys()].filter((name) => name.startsWith('message-'));
    expect(raw).toEqual(['message-1.json', 'message-2.json']);
    const text = textIn('message-2.json', whole);
    expect(text).toContain(it.stage.workers[0]?.cardNo);
    const received = jsonIn('trail.json', whole).events.find((e: Told) => {
      const { name, subject } = JSON.parse(e.text);
      return name === 'bank-message.received' && subject === '102/alone';
    });
    expect(JSON.parse(received.text).body.digest).toBe(hex(text));
    const { files: listed } = jsonIn('manifest.json', whole);
    expect(listed.find((f: { name: string }) => f.name === 'message-2.json')).toMatchObject({
      ...{ event: received.id, member: 'digest' },
    });
    for (const [, bytes] of whole) expect(bytes.toString()).not.toContain(it.other.accountNo);
  });

  test('a message that only repeats of another project what was said before speaks of it all the same', async () => {
    const { stage, other } = it;
    const both = [entryOf(stage, 'e-20'), entryOf(other, 'e-3')];
    await db.bank(stage, both, { id: 'repeats', day: '2026-07-22' });
    const { messages } = await db.look(stage.authority, DAY, (work) =>
      gatherEvidence(work, stage.id, it.alertId),
    );
    expect(messages.find(({ subject }) => subject === '102/repeats')).toMatchObject({
      ...{ accepted: 1, duplicates: 0, alone: false },
    });
  });

  test('who took them and why is kept, sealed, and never said in the event', async () => {
    const kept = await db.sql()`
      select * from we.disclosure where project_id = ${it.stage.id} and engagement_id = ${it.alertId}`;
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject({ fields: ['messages'], holder: it.stage.authority.holder });
    expect(db.app().vault.open(kept[0]?.reason_cipher)).toBe('核查欠薪，案号 2026-17');
    const [, event] = await db.sql()`
      select body from we.event where subject = ${it.alertId} and name = 'evidence.packed' order by id`;
    expect(event?.body).not.toContain('案号');
    expect(JSON.parse(event?.body).body.messages).toEqual(['102/first-day', '102/alone']);
  });

  test('what is too large for a pack is left out, and what comes after it is not', async () => {
    const large = Buffer.alloc(MOST_RAW_BYTES + 1, 'x').toString('base64');
    const big = await aCase(db, 'big-');
    await db.sql()`
      update we.bank_message set raw_cipher = ${db.app().vault.seal(large)} where message_id = 'big-first-day'`;
    const pack = filesIn(await packOf(db, big, '复核'));
    const raw = [...pack.keys()].filter((name) => name.startsWith('message-'));
    expect(raw).toEqual(['message-2.json']);
    expect(textIn('README.txt', pack)).toContain('收入报文原文 1 份');
  });

  test('what was erased is not there, and nothing is kept of what was not given', async () => {
    const gone = await aCase(db, 'gone-');
    await db.sql()`update we.bank_message set raw_cipher = null where message_id in ('gone-alone', 'gone-first-day')`;
    const pack = filesIn(await packOf(db, gone, '复核'));
    expect([...pack.keys()].filter((name) => name.startsWith('message-'))).toEqual([]);
    const kept = await db.sql()`select from we.disclosure where engagement_id = ${gone.alertId}`;
    expect(kept).toHaveLength(0);
  });
});

test('a party gets none, nor an authority of elsewhere', async () => {
  const gather = (actor: Case['stage']['owner']) =>
    refusal(db.look(actor, DAY, (work) => gatherEvidence(work, it.stage.id, it.alertId)));
  expect(await gather(it.stage.owner)).toMatchObject({ code: 'authority-only' });
  const far = { ...it.stage.authority, region: { lo: 320300, hi: 320399 }, projects: [] };
  expect(await gather(far)).toMatchObject({ code: 'not-found' });
});

test('without a key at hand the seals are given all the same', async () => {
  const pack = filesIn(await packOf(db, it, null, []));
  expect(jsonIn('trail.json', pack).publicKeys).toEqual([]);
  expect(textIn('README.txt', pack)).toContain('没有附验签公钥');
});
