import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Actor, write } from '../../db/work.ts';
import { makeIdNumber, makeUscc } from '../../src/demo/identities.ts';
import { findWorker } from '../../src/domain/search.ts';
import { publicId } from '../../src/lib/id.ts';
import { aNotice } from '../domain/notices/arrange-notice.ts';
import { type Callers, makeApp, type TestApp } from '../helpers/app.ts';
import { freshDb } from '../helpers/db.ts';
import { aFirm, aSite, type Firm } from '../helpers/firm.ts';
import { makeVisitor, type Visitor, visitorOf } from '../helpers/pages.ts';

// The search in the head of every page: words into an address, a worker's number into none.

const at = freshDb();
const FIRM: Actor = {
  ...{ id: 'key:firm', holder: 'firm', org: null, bank: null, region: null },
  ...{ grants: ['personal:disclose'], projects: [] },
};
const NUMBER = '连建督办〔2026〕15号';
let app: TestApp;
let callers: Callers;
let firm: Firm;
let inspector: Visitor;
let elsewhere: Visitor;
let supervisor: Visitor;
let noticePath: string;
let worker: { idNumber: string; name: string };

beforeAll(async () => {
  app = await makeApp(at(), { now: '2026-06-15T09:00:00+08:00' });
  callers = await app.callers();
  const site = await aSite(app, callers);
  worker = site.workers[0] as typeof worker;
  firm = await aFirm(app, callers, makeUscc(77));
  const [row] = await app.ownerDb<{ id: number; region: number }[]>`
    select id, region_code as region from we.project`;
  const project = {
    ...(row as { id: number; region: number }),
    ...{ ownerId: callers.owner.uscc, contractorId: callers.contractor.uscc },
  };
  const noticeId = await aNotice(at(), project, { status: 'served', number: NUMBER });
  noticePath = `/notices/${publicId(project.id, noticeId)}`;
  const office = (username: string, role: 'inspector' | 'supervisor', companyId: string) =>
    visitorOf(app, { username, name: `张${username}`, role, companyId });
  inspector = await office('sun', 'inspector', callers.authority.uscc);
  supervisor = await office('qian', 'supervisor', callers.authority.uscc);
  await app.newCompany(makeUscc(88), '别处住建局', ['authority'], [320100, 320199]);
  elsewhere = await office('zhou', 'inspector', makeUscc(88));
}, 120_000);
afterAll(() => app.end());

const found = async (visitor: Visitor, q: string) => {
  const sent = await visitor.post('/search', { q });
  expect([sent.status, sent.to?.startsWith('/search?q=')]).toEqual([303, true]);
  return visitor.get(sent.to as string);
};
const sought = () => app.ownerDb<{ project_id: number; subject: string; body: string }[]>`
  select project_id, subject, body from we.event where name = 'person.sought' order by id`;

describe('words', () => {
  test.each([
    ['part of a project’s name', '安置'],
    ['the beginning of its code', 'p-'.toUpperCase()],
  ])('%s', async (_, q) => {
    const page = await found(inspector, q);
    expect(page.html).toContain('href="/projects/P-1"');
    expect(page.html).toContain('&lt;b&gt;海州&lt;/b&gt;安置房');
  });

  test('a part of a company’s name, and its whole code but no part of that', async () => {
    const { uscc } = callers.contractor;
    for (const q of ['施工单', uscc]) {
      const page = await found(inspector, q);
      expect(page.html).toContain(`href="/alerts?q=${uscc}"`);
    }
    const part = await found(inspector, uscc.slice(0, 17));
    expect(part.text).toContain('没有找到');
  });

  test.each([NUMBER, '连建督办[2026]15号', ' 连建督办（2026）15号 ', '连建督办【2026】15号'])(
    'the number of a paper, %s',
    async (q) => {
      expect((await found(inspector, q)).html).toContain(`href="${noticePath}"`);
    },
  );

  test('a number of no paper, or a part of one, finds none', async () => {
    for (const q of ['连建督办〔2026〕1号', '连建督办']) {
      const page = await found(inspector, q);
      expect(page.html).not.toContain('/notices/');
      expect(page.text).toContain('没有找到');
    }
  });

  test('signs that mean something to a database mean nothing here', async () => {
    for (const q of ['%', '_', '\\', "'; --"]) {
      const page = await found(inspector, q);
      expect(page.status).toBe(200);
      expect(page.text).toContain('没有找到');
    }
    const page = await found(inspector, '<script>');
    expect(page.html).not.toContain('<script>');
  });

  test('beyond twenty projects the list has the rest', async () => {
    await app.ownerDb`
      insert into we.project select (jsonb_populate_record(p, jsonb_build_object('id', p.id + 1000 + n, 'code', 'MANY-' || n))).*
      from we.project p, generate_series(1, 21) n where p.code = 'P-1'`;
    const page = await found(inspector, 'MANY');
    expect(page.html).toContain('href="/projects?q=MANY"');
    expect(page.html.match(/href="\/projects\/MANY-/g)).toHaveLength(20);
    await app.ownerDb`delete from we.project where code = 'MANY-21'`;
    expect((await found(inspector, 'MANY')).html).not.toContain('href="/projects?q=MANY"');
    await app.ownerDb`delete from we.project where code like 'MANY%'`;
  });

  test('nothing but blanks is refused on the page', async () => {
    const answer = await inspector.post('/search', { q: '   ' });
    expect([answer.status, answer.text.includes('填写有误')]).toEqual([422, true]);
  });
});

describe('whoever looks finds what he may see', () => {
  test('a firm its own projects and those on them, a stranger none', async () => {
    const own = await found(firm.clerk, '安置');
    expect(own.html).toContain('href="/projects/P-1"');
    expect((await found(firm.clerk, '建设单位')).html).toContain(callers.owner.uscc);
    expect((await found(firm.stranger, '安置')).text).toContain('没有找到');
    expect((await found(firm.stranger, '建设单位')).text).toContain('没有找到');
    expect((await found(firm.stranger, '别的施工')).html).toContain(makeUscc(77));
    // Who works for the contractor there learns no more.
    await app.ownerDb`
      insert into we.project_party (company_id, project_id, role, known_at) select ${makeUscc(77)}, id, 'subcontractor', now() from we.project`;
    expect((await found(firm.stranger, '建设单位')).text).toContain('没有找到');
  });

  test('a paper is found by whom it was served on alone', async () => {
    expect((await found(firm.owner, NUMBER)).html).toContain(noticePath);
    expect((await found(firm.clerk, NUMBER)).html).not.toContain(noticePath);
    expect((await found(elsewhere, NUMBER)).html).not.toContain(noticePath);
  });

  test('an office of another region no project of this one', async () => {
    expect((await found(elsewhere, '安置')).text).toContain('没有找到');
  });

  test('the form stands in the head for whoever may search, not at the door', async () => {
    for (const visitor of [inspector, firm.clerk])
      expect((await visitor.get('/search')).html).toContain('<search class="find">');
    expect((await makeVisitor(app).get('/sign-in')).html).not.toContain('<search');
  });
});

describe('a worker', () => {
  let before = 0;
  beforeEach(async () => {
    before = (await sought()).length;
  });
  const ask = (visitor: Visitor, form: Record<string, string>) =>
    visitor.post('/search/worker', form);

  test('is found by the whole number and a reason, which are kept; the number is shown by no page', async () => {
    const page = await ask(inspector, { idNumber: worker.idNumber, reason: '核实讨薪来访' });
    expect(page.status).toBe(200);
    for (const part of [worker.name, worker.idNumber.slice(-4), '2026-02-01', '施工单位'])
      expect(page.text).toContain(part);
    expect(page.html).toContain('/wage-statement.pdf"');
    expect(page.html).not.toContain(worker.idNumber);
    const events = await sought();
    expect(events).toHaveLength(before + 1);
    expect(events.at(-1)?.project_id).toBeGreaterThan(0);
    expect(events.at(-1)?.body).not.toMatch(new RegExp(`${worker.idNumber}|核实`));
  });

  test('who audits reads who looked for whom and why', async () => {
    const list = await app.call('GET', '/disclosures', { key: callers.authority.key });
    expect(list.body.items[0]).toMatchObject({
      ...{
        projectCode: 'P-1',
        fields: ['search'],
        reason: '核实讨薪来访',
        holder: `${callers.authority.uscc}:张sun`,
      },
    });
  });

  test('of several stays on one project is told with all of them and kept once', async () => {
    const { key } = callers.authority;
    await app.call('POST', '/projects/P-1/engagements', {
      key,
      body: {
        engagements: [
          {
            ...{ idNumber: worker.idNumber, name: worker.name, enteredOn: '2025-02-01' },
            ...{ employerUscc: callers.contractor.uscc, exitedOn: '2025-12-31' },
          },
        ],
      },
    });
    const page = await ask(inspector, { idNumber: worker.idNumber, reason: '核实' });
    expect(page.text).toMatch(/2026-02-01.*2025-02-01/);
    expect(await sought()).toHaveLength(before + 1);
  });

  test('whom nobody registered, or another region did, is not found; that somebody looked is kept', async () => {
    const nobody = await ask(inspector, { idNumber: makeIdNumber(999), reason: '核实' });
    const other = await ask(elsewhere, { idNumber: worker.idNumber, reason: '核实' });
    for (const page of [nobody, other]) expect(page.text).toContain('没有登记过这个号码');
    const events = (await sought()).slice(before);
    expect(events.map(({ project_id, subject }) => [project_id, subject])).toEqual([
      [0, '-'],
      [0, '-'],
    ]);
  });

  test('is not found after the project’s erasure', async () => {
    await app.ownerDb`update we.project_directory set erased_on = '2026-06-14' where code = 'P-1'`;
    const page = await ask(inspector, { idNumber: worker.idNumber, reason: '核实' });
    await app.ownerDb`update we.project_directory set erased_on = null where code = 'P-1'`;
    expect(page.text).toContain('没有登记过这个号码');
  });

  test('is not looked for without a reason, by a number that is none, or by who may not', async () => {
    const short = await ask(inspector, { idNumber: worker.idNumber, reason: ' ' });
    expect(short.status).toBe(422);
    expect(short.html).toContain(`value="${worker.idNumber}"`);
    const wrong = `${worker.idNumber.slice(0, 17)}${worker.idNumber.at(17) === '0' ? '1' : '0'}`;
    expect((await ask(inspector, { idNumber: wrong, reason: '核实' })).status).toBe(422);
    for (const visitor of [supervisor, firm.clerk])
      expect((await ask(visitor, { idNumber: worker.idNumber, reason: '核实' })).status).toBe(403);
    expect(await sought()).toHaveLength(before);
  });

  test.each([(id: string) => id, (id: string) => ` ${id.slice(0, 6)} ${id.slice(6)} `])(
    'typed among the words his number goes into no address (%#)',
    async (typed) => {
      const page = await inspector.post('/search', { q: typed(worker.idNumber) });
      expect([page.status, page.to]).toEqual([200, null]);
      expect(page.html).toMatch(new RegExp(`name="idNumber"[^>]* value="${worker.idNumber}"`));
      const clerk = await firm.clerk.post('/search', { q: typed(worker.idNumber) });
      expect([clerk.status, clerk.to]).toEqual([422, null]);
      expect(clerk.text).toContain('由监察员办理');
      expect(await sought()).toHaveLength(before);
    },
  );

  test('is the authority’s to look for, whatever may be granted to others', async () => {
    const { clock } = app.deps;
    const firmActor = { ...FIRM, org: callers.contractor.uscc };
    const asked = write(app.db, firmActor, clock.now(), '2026-06-15', (work) =>
      findWorker(work, worker.idNumber, '核实'),
    );
    await expect(asked).rejects.toMatchObject({ code: 'authority-only' });
  });

  test('a number in an address by hand finds nothing', async () => {
    const page = await inspector.get(`/search?q=${worker.idNumber}`);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain(worker.name);
  });
});
