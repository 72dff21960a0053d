import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { colleaguesOf, dutiesOf, noticesAbout } from '../../../src/domain/alerts/story.ts';
import { publicId } from '../../../src/lib/id.ts';
import { insert, next, noon } from '../../helpers/insert.ts';
import { aCompany, aDuty, aWageDuty } from '../../helpers/make.ts';
import { anInstalment, aPayment } from '../../helpers/make-money.ts';
import { companyActor, inspector, type Site } from '../arrange.ts';
import { aNotice } from '../notices/arrange-notice.ts';
import { stageDb } from '../stage.ts';
import { type AlertGiven, anAlert } from './arrange-alert.ts';

const db = stageDb();
const DAY = '2026-10-15';

beforeEach(async () => {
  await db.sql()`truncate we.alert, we.notice`;
});

const alert = (site: Site, given: AlertGiven) => anAlert(db.at(), site, given);
const story = (site: Site, id: string, actor = inspector) =>
  db.look(actor, DAY, (work) => dutiesOf(work, site.id, id));
const told = async (site: Site, id: string, actor = inspector) =>
  (await story(site, id, actor)).map(({ kind, period, who }) => [kind, period, who]);

describe('the duties of an alert', () => {
  /** A site with the money's way of August and its neighbours, and what else is owed there. */
  async function owed() {
    const site = await db.site();
    const [employer, other] = [
      await aCompany(db.at(), { name: '甲劳务' }),
      await aCompany(db.at(), { name: '乙劳务' }),
    ];
    for (const month of ['2026-08', '2026-09']) {
      await anInstalment(db.at(), { project: site, month });
      await aWageDuty(db.at(), { project: site, employerId: employer, month });
    }
    await aWageDuty(db.at(), { project: site, employerId: other, sheetDay: '2026-09-09' });
    const resend = { kind: 'resend', subject: 'a line', period: '2026-08' };
    await aDuty(db.at(), site, resend, { dueDay: '2026-09-18' });
    const paper = { kind: 'notice-reply', subject: randomUUID(), period: '-' };
    await aDuty(db.at(), site, paper, { dueDay: '2026-02-03' });
    return { site, employer };
  }

  test('about a month are the money’s way from the transfer to everybody’s wages, in order', async () => {
    const { site, employer } = await owed();
    const elsewhere = await db.site();
    await anInstalment(db.at(), { project: elsewhere, month: '2026-08' });
    for (const [ruleId, subject] of [
      ['W01', employer],
      ['F01', site.ownerId],
    ] as const) {
      const id = await alert(site, { ruleId, subject, period: '2026-08' });
      expect(await told(site, id)).toEqual([
        ['transfer', '2026-08', `建设单位${site.code}`],
        ['payroll-sheet', '2026-08', '甲劳务'],
        ['payroll-sheet', '2026-08', '乙劳务'],
        ...(await story(site, id)).slice(3, 5).map(({ who }) => ['wage', '2026-08', who]),
        ['resend', '2026-08', null],
      ]);
      const wages = (await story(site, id)).slice(3, 5);
      expect(wages.map(({ who }) => who).sort()).toEqual(['乙劳务', '甲劳务']);
      expect(wages.map((one) => one.id)).toEqual(wages.map((one) => one.id).sort());
    }
  });

  test('about no month are all of its own subject', async () => {
    const { site, employer } = await owed();
    const account = await alert(site, { ruleId: 'A01', subject: site.contractorId, period: '-' });
    expect(await told(site, account)).toEqual([['account-opening', '-', `施工单位${site.code}`]]);
    const person = await alert(site, { ruleId: 'R03', subject: employer, period: '-' });
    expect((await told(site, person)).map(([kind, period]) => `${kind} ${period}`).sort()).toEqual([
      'payroll-sheet 2026-08',
      'payroll-sheet 2026-09',
      'wage 2026-08',
      'wage 2026-09',
    ]);
  });

  test('about no month are those that its group of rules speaks of', async () => {
    const { site, employer } = await owed();
    const deposit = await alert(site, { ruleId: 'D01', subject: site.contractorId, period: '-' });
    expect(await told(site, deposit)).toEqual([]);
    const wages = await alert(site, { ruleId: 'W10', subject: employer, period: '-' });
    expect((await told(site, wages)).map(([kind]) => kind)).toEqual(['wage', 'wage']);
  });

  test('of a subject and period of its own are those of no money too; what was ended is not told', async () => {
    const site = await db.site();
    const key = { kind: 'settlement-review', subject: 'settlement', period: '2026-08' };
    await aDuty(db.at(), site, key, { dueDay: '2026-09-01', amountFen: 500, provisional: true });
    await aDuty(db.at(), site, { ...key, subject: 'another' }, { dueDay: '2026-09-01' });
    const ended = { dueDay: '2026-09-02', endedWhy: 'withdrawn' };
    await aDuty(db.at(), site, { ...key, kind: 'settlement-payment' }, ended);
    await aDuty(db.at(), site, { ...key, kind: 'wage' }, ended);
    const id = await alert(site, { ruleId: 'S01', subject: 'settlement', period: '2026-08' });
    expect(await story(site, id)).toEqual([
      {
        id: expect.any(String),
        ...{ kind: 'settlement-review', period: '2026-08', who: `建设单位${site.code}` },
        ...{
          dueDay: '2026-09-01',
          provisional: true,
          amountFen: 500,
          metFen: 0,
          metOn: null,
          meetings: [],
        },
      },
    ]);
  });

  test.each([
    ['settlement-payment', '建设单位'],
    ['account-filing', '施工单位'],
    ['resend', '施工单位'],
    ['notice-reply', null],
  ])('a duty %s is its company’s, whatever its subject', async (kind, who) => {
    const site = await db.site();
    const key = { kind, subject: 'no company', period: '-', employerId: site.contractorId };
    await aDuty(db.at(), site, key, { dueDay: '2026-09-01' });
    const id = await alert(site, { ruleId: 'S05', subject: 'no company', period: '-' });
    expect(await told(site, id)).toEqual([[kind, '-', who && `${who}${site.code}`]]);
  });

  test('come with what was done of each, the oldest first; without a due day they have none', async () => {
    const site = await db.site();
    const instalment = await anInstalment(db.at(), { project: site, metOn: '2026-09-03' });
    const given = { project: site, month: '2026-08' } as const;
    const wage = await aWageDuty(db.at(), { ...given, dueDay: 'infinity' });
    for (const [valueDay, amountFen] of [
      ['2026-09-03', 60],
      ['2026-08-20', 70],
      ['2026-09-01', -30],
    ] as const)
      await aPayment(db.at(), instalment, { valueDay, amountFen });
    await aPayment(db.at(), wage, { valueDay: '2026-09-02', amountFen: 1 });
    const id = await alert(site, { period: '2026-08', subject: site.ownerId });
    const found = await story(site, id);
    const meetingsOf = (kind: string) =>
      found
        .filter((one) => one.kind === kind)
        .map(({ dueDay, metOn, meetings }) => [
          dueDay,
          metOn,
          meetings.map((met) => `${met.onDay} ${met.amountFen} ${met.factKind}`),
        ]);
    expect(meetingsOf('transfer')).toEqual([
      [
        '2026-08-20',
        '2026-09-03',
        ['2026-08-20 70 entry', '2026-09-01 -30 entry', '2026-09-03 60 entry'],
      ],
    ]);
    expect(meetingsOf('wage')).toEqual([[null, null, ['2026-09-02 1 entry']]]);
    expect(found.find(({ kind }) => kind === 'wage')?.meetings[0]).not.toHaveProperty('duty');
  });

  test('of one day go by their kinds', async () => {
    const site = await db.site();
    for (let n = 0; n < 4; n += 1)
      await aWageDuty(db.at(), { project: site, sheetDay: '2026-09-15' });
    const id = await alert(site, { period: '2026-08' });
    expect((await story(site, id)).map(({ kind }) => kind)).toEqual([
      ...Array(4).fill('payroll-sheet'),
      ...Array(4).fill('wage'),
    ]);
  });

  test('are the forty first due', async () => {
    const site = await db.site();
    for (let n = 0; n < 41; n += 1)
      await aDuty(
        db.at(),
        site,
        { kind: 'settlement-payment', subject: 'one', period: `${n}` },
        { dueDay: `2026-${n < 40 ? '09' : '08'}-01` },
      );
    const id = await alert(site, { subject: 'one', period: '-' });
    const days = (await story(site, id)).map(({ dueDay }) => dueDay);
    expect(days).toEqual(['2026-08-01', ...Array(39).fill('2026-09-01')]);
  });

  test('are those that the caller may see: an employer its own', async () => {
    const { site, employer } = await owed();
    const id = await alert(site, {
      ...{ ruleId: 'W01', subject: employer, employerId: employer, period: '2026-08' },
    });
    expect(await told(site, id, companyActor(employer))).toHaveLength(2);
    expect(await told(site, id, site.owner)).toHaveLength(6);
    expect(await told(site, id, (await db.site()).owner)).toEqual([]);
  });
});

test('the papers about an alert come newest first; a party’s own from service on', async () => {
  const site = await db.site();
  const [id, other] = [await alert(site, {}), await alert(site, {})];
  const paper = (given: Parameters<typeof aNotice>[2]) =>
    aNotice(db.at(), site, { alertIds: [other, id], ...given });
  const draft = await paper({ level: 1, draftedOn: '2026-06-12' });
  const served = await paper({
    ...{ level: 2, status: 'served', number: '预警〔2026〕1号', draftedOn: '2026-06-10' },
  });
  const newest = await paper({ level: 3, status: 'withdrawn', draftedOn: '2026-06-13' });
  await paper({ alertIds: [other], addresseeId: site.contractorId });
  const about = (actor = inspector) =>
    db.look(actor, DAY, (work) => noticesAbout(work, site.id, id));
  const views = {
    newest: { instrument: 'supervision', status: 'withdrawn', number: null },
    draft: { instrument: 'reminder', status: 'draft', number: null },
    served: { instrument: 'warning', status: 'served', number: '预警〔2026〕1号' },
  };
  expect(await about()).toEqual([
    { noticeId: publicId(site.id, newest), draftedOn: '2026-06-13', ...views.newest },
    { noticeId: publicId(site.id, draft), draftedOn: '2026-06-12', ...views.draft },
    { noticeId: publicId(site.id, served), draftedOn: '2026-06-10', ...views.served },
  ]);
  expect((await about(site.owner)).map(({ noticeId }) => noticeId)).toContain(
    publicId(site.id, served),
  );
  expect((await about(site.owner)).map(({ status }) => status)).not.toContain('draft');
  expect(await about(site.contractor)).toEqual([]);
});

test('an alert can be given to people of the caller’s office who are there', async () => {
  const person = (name: string, companyId: string, disabledOn?: string) =>
    insert(db.at(), 'person', {
      ...{ id: randomUUID(), username: `person-${next()}`, name, company_id: companyId },
      ...{ two_factor_enabled: false, role: 'supervisor', failures: 0 },
      ...{ created_at: noon(DAY), updated_at: noon(DAY) },
      disabled_at: disabledOn ? noon(disabledOn) : null,
    });
  const org = inspector.org as string;
  for (const name of ['钱二', '赵一']) await person(name, org);
  await person('孙三', org, '2026-06-01');
  await person('李四', '11320703MB0000002X');
  const names = await db.look(inspector, DAY, colleaguesOf);
  expect(names).toEqual(['赵一', '钱二']);
});
