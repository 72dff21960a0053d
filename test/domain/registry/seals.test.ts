import { inflateSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { NoticeFacts } from '../../../reports/notice-facts.ts';
import { approveNotice } from '../../../src/domain/notices/life.ts';
import { putAuthoritySetting } from '../../../src/domain/registry/authorities.ts';
import { putSeal, sealFrom, sealOf } from '../../../src/domain/registry/seals.ts';
import { sha256 } from '../../../src/lib/vault.ts';
import { testVault } from '../../helpers/app.ts';
import { aSeal, makePng, type PngGiven } from '../../helpers/png.ts';
import { inspector } from '../arrange.ts';
import { aNotice, press } from '../notices/arrange-notice.ts';
import { refusal, stageDb } from '../stage.ts';

const why = (given: Partial<PngGiven>) => {
  try {
    sealFrom(makePng({ width: 400, height: 400, point: () => [220, 20, 30, 255], ...given }));
    return 'taken';
  } catch (error) {
    return (error as { extra: { why: string } }).extra.why;
  }
};
/** Ink in the upper part of the picture, as large a part as said. */
const part = (
  share: number,
  ink: number[] = [220, 20, 30, 255],
  paper: number[] = [255, 255, 255, 255],
) => ({
  point: (_: number, y: number) => (y < 400 * share ? ink : paper),
});

describe('the stencil of a seal', () => {
  test('has ink where the picture has it, row by row', () => {
    const seal = sealFrom(aSeal(400));
    const bits = inflateSync(Buffer.from(seal.bits, 'base64'));
    expect(bits).toHaveLength(50 * 400);
    const ink = (x: number, y: number) =>
      ((bits[y * 50 + (x >> 3)] as number) >> (7 - (x & 7))) & 1;
    expect([ink(5, 200), ink(394, 200), ink(200, 5), ink(200, 200), ink(0, 0)]).toEqual([
      1, 1, 1, 0, 0,
    ]);
  });

  test('white and clear paper are paper, red and black ink are ink, faint pink is not', () => {
    expect(why(part(0.5))).toBe('taken');
    expect(why(part(0.5, [220, 20, 30, 255], [0, 0, 0, 0]))).toBe('taken');
    expect(why(part(0.5, [0, 0, 0, 255]))).toBe('taken');
    expect(why(part(0.5, [255, 200, 200, 255]))).toBe('ink');
    expect(why(part(0.5, [220, 20, 30, 20]))).toBe('ink');
  });

  test.each([
    [0.0075, 'ink'],
    [0.01, 'taken'],
    [0.7, 'taken'],
    [0.7025, 'ink'],
  ])('of which %d is ink: %s', (share, outcome) => {
    expect(why(part(share))).toBe(outcome);
  });

  test('is large enough to print, and square', () => {
    const of = (width: number, height: number) =>
      why({ width, height, point: (x) => (x % 4 === 0 ? [200, 0, 0, 255] : [0, 0, 0, 0]) });
    expect([of(299, 300), of(300, 300), of(1200, 1200), of(1201, 1200)]).toEqual([
      'small',
      'taken',
      'taken',
      'large',
    ]);
    expect([of(400, 360), of(400, 359)]).toEqual(['taken', 'shape']);
  });
});

describe('an authority’s seal', () => {
  const db = stageDb();
  const org = inspector.org as string;
  afterEach(async () => {
    await db.sql()`truncate we.authority_setting, we.notice, we.notice_file`;
  });
  const put = (png: Uint8Array | null, actor = inspector) =>
    db.act(actor, '2026-06-15', (work) => putSeal(work, org, png));
  const kept = () => db.look(inspector, '2026-06-15', (work) => sealOf(work, org));

  test('is kept with the digest of its picture, changed and taken away, each with an event that has no picture', async () => {
    const picture = aSeal();
    expect(await put(picture)).toEqual({ uscc: org, sealSha256: sha256(picture) });
    expect(await kept()).toEqual(sealFrom(picture));
    await db.act(inspector, '2026-06-15', (work) =>
      putAuthoritySetting(work, org, { numberWord: '虚建' }),
    );
    expect(await kept()).not.toBeNull();
    expect(await put(null)).toEqual({ uscc: org, sealSha256: null });
    expect(await kept()).toBeNull();
    const events =
      await db.sql()`select body from we.event where name = 'authority.seal-set' and subject = ${org} order by id`;
    expect(events.map(({ body }) => JSON.parse(body).body)).toEqual([
      { before: null, after: { sealSha256: sha256(picture) } },
      { before: { sealSha256: sha256(picture) }, after: { sealSha256: null } },
    ]);
  });

  test('is its own to set, and a picture of one', async () => {
    const site = await db.site();
    for (const actor of [site.owner, { ...inspector, org: '11320706MB0000001X' }])
      expect((await refusal(put(aSeal(), actor))).code).toBe('authority-not-yours');
    expect(await refusal(put(Buffer.from('GIF89a')))).toMatchObject({
      code: 'seal-refused',
      extra: { why: 'no-png' },
    });
    expect(await kept()).toBeNull();
  });

  test('stands on a paper from approval on, and stays on it when the office changes it', async () => {
    const site = await db.site();
    await put(aSeal());
    const [before, after] = [
      await aNotice(db.at(), site),
      await aNotice(db.at(), site, { level: 3 }),
    ];
    const factsOf = async (id: string) => {
      const [row] = await db.sql()`select facts_cipher from we.notice where id = ${id}`;
      return JSON.parse(testVault.open(row?.facts_cipher)) as NoticeFacts;
    };
    expect((await factsOf(before)).seal).toBeUndefined();
    await db.act(site.authority, '2026-06-15', (work) =>
      approveNotice(work, site.id, before, press),
    );
    await put(null);
    await db.act(site.authority, '2026-06-15', (work) =>
      approveNotice(work, site.id, after, press),
    );
    expect((await factsOf(before)).seal).toEqual(sealFrom(aSeal()));
    expect((await factsOf(after)).seal).toBeUndefined();
  });
});
