import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicId } from '../../src/lib/id.ts';
import { aNotice } from '../domain/notices/arrange-notice.ts';
import { aCase, deflated, filesIn, packOf } from '../domain/proof/arrange-pack.ts';
import { stageDb } from '../domain/stage.ts';
import { testVault } from '../helpers/app.ts';
import { projectOf } from '../helpers/site.ts';
import { expectAccessible, houseAt, openPage } from './browser.ts';

// What others do with what leaves the house: check a pack from their own disk, check a paper by its code.

const house = houseAt('2026-06-15T09:00:00+08:00');
const db = stageDb();
const WIDTHS = [1440, 390];

describe('the verifier of a pack, opened from the disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pack-'));
  const fileIn = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  let files: ReturnType<typeof filesIn>;
  beforeAll(async () => {
    const zip = await packOf(db, await aCase(db), '核查');
    files = filesIn(zip);
    fileIn('pack.zip', zip);
    for (const [name, bytes] of files) fileIn(name, bytes);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What the page says of picked files, in a browser that may load nothing but the page. */
  async function said(picked: string[], width = 1440) {
    const page = await openPage(house(), { viewport: { width, height: 900 } });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const address = pathToFileURL(join(folder, 'verifier.html')).href;
    await page.goto(address);
    await expectAccessible(page);
    await page.setInputFiles('#pick', picked);
    const verdict = page.locator('#verdict', { hasText: /^(一致|不一致|无法读取)：/ });
    const text = await verdict.textContent();
    await expectAccessible(page);
    const [faults, notes] = await Promise.all(
      ['#faults li', '#notes li'].map((where) => page.locator(where).allTextContents()),
    );
    await page.context().close();
    expect(asked).toEqual([address]);
    return { verdict: text, faults, notes: notes?.join('\n') };
  }

  test.each(WIDTHS)(
    '%i wide: finds a pack as it was made sound, signatures and all',
    async (width) => {
      const { verdict, faults, notes } = await said([join(folder, 'pack.zip')], width);
      expect([verdict, faults]).toEqual(['一致：没有发现改动。', []]);
      expect(notes).toContain(`文件 ${files.size - 1} 个与清单相符，其中 4 个另有存证事件为凭`);
      expect(notes).toContain('区块 4 个，签名有效 4 个；文书所印区块相符 1 处');
    },
  );

  test('takes the unpacked files as well, and one that was packed again', async () => {
    const unpacked = await said([...files.keys()].map((name) => join(folder, name)));
    expect(unpacked.verdict).toBe('一致：没有发现改动。');
    const again = await said([fileIn('again.zip', deflated(files))]);
    expect(again).toEqual(unpacked);
  });

  test.each(['notice-1.pdf', 'facts.json', 'trail.json'])(
    'names %s where one byte of it was changed',
    async (name) => {
      const bytes = Buffer.from(files.get(name) as Buffer);
      const at = bytes.lastIndexOf('2026');
      bytes[at + 3] = '7'.charCodeAt(0);
      const changed = deflated(new Map([...files, [name, bytes]]));
      const { verdict, faults } = await said([fileIn('changed.zip', changed)]);
      expect(verdict).toMatch(/^不一致：共 \d 处。$/);
      expect(faults?.[0]).toBe(`文件 ${name} 与清单不符，已被改动`);
    },
  );

  test('says so where it is given no pack', async () => {
    const { verdict } = await said([fileIn('other.zip', Buffer.alloc(100, 'x'))]);
    expect(verdict).toBe('无法读取：不是 ZIP 压缩包');
  });
});

describe('the page of a paper’s code', () => {
  let code: string;
  let paper: Buffer;
  beforeAll(async () => {
    const { at, app, callers } = house();
    const { key, uscc } = callers.authority;
    await app.call('PUT', '/projects/P-1', { key, body: projectOf(callers) });
    const [row] = await app.ownerDb<{ id: number; region: number }[]>`
      select id, region_code as region from we.project where code = 'P-1'`;
    const parties = { ownerId: callers.owner.uscc, contractorId: callers.contractor.uscc };
    const site = { ...(row as { id: number; region: number }), ...parties };
    const id = await aNotice(at, site, { authorityId: uscc, facts: { laws: [] } });
    const path = `/notices/${publicId(site.id, id)}`;
    expect((await app.call('PUT', `${path}/approval`, { key })).status).toBe(200);
    paper = Buffer.from((await app.call('GET', `${path}.pdf`, { key })).body);
    const [kept] = await app.ownerDb`select facts_cipher from we.notice where id = ${id}`;
    code = JSON.parse(testVault.open(kept?.facts_cipher)).verify.code;
  });

  test.each(WIDTHS)(
    '%i wide: the code, then the file that is theirs and one that is not',
    async (width) => {
      const page = await openPage(house(), { viewport: { width, height: 900 } });
      const status = () => page.getByRole('status').textContent();
      await page.goto('/verify');
      await expectAccessible(page);
      await page.fill('#code', code.toLowerCase());
      await page.getByRole('button', { name: '核验' }).click();
      expect(await status()).toBe('该文书由本系统签发，有效。');
      expect(await page.locator('dl').textContent()).toMatch(
        /农民工工资支付预警通知书.*预警〔2026〕1号/,
      );
      await expectAccessible(page);
      const compare = async (buffer: Buffer) => {
        await page.setInputFiles('#file', {
          name: '文书.pdf',
          mimeType: 'application/pdf',
          buffer,
        });
        await page.locator('button', { hasText: '比对' }).click();
        await expectAccessible(page);
        return status();
      };
      expect(await compare(paper)).toBe('文件与签发的文书一致。该文书由本系统签发，有效。');
      const other = Buffer.from(paper);
      other[other.length - 9] = 0x20;
      expect(await compare(other)).toBe('文件与签发的文书不一致！该文书由本系统签发，有效。');
      await page.context().close();
    },
  );

  test('a code that was never drawn is refused in words', async () => {
    const page = await openPage(house(), { viewport: { width: 390, height: 900 } });
    await page.goto('/verify');
    await page.fill(
      '#code',
      code.replace(/.$/, (ch) => (ch === '0' ? '1' : '0')),
    );
    await page.getByRole('button', { name: '核验' }).click();
    expect(await page.getByRole('status').textContent()).toContain('验证码有误');
    await expectAccessible(page);
    await page.context().close();
  });
});
