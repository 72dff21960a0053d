import { expect, test } from 'vitest';
import { runJob } from '../../jobs/run.ts';
import { getAlert } from '../../src/domain/alerts/listing.ts';
import { getNotice } from '../../src/domain/notices/notices.ts';
import { fileComplaint } from '../../src/domain/site/complaints.ts';
import { publicId } from '../../src/lib/id.ts';
import { companyActor } from '../domain/arrange.ts';
import { stageDb } from '../domain/stage.ts';

// What a night makes of a site: whose the alerts are, and what the firms never learn.

const db = stageDb();

const night = (day: string, now: string) =>
  runJob(
    {
      db: db.night(),
      clock: { now: () => new Date(now) },
      draw: () => Buffer.from('%PDF-'),
      trail: null,
    },
    'night',
    day,
  );

test('an employer sees what is about its own people; a complaint is seen by the authority alone', async () => {
  const stage = await db.stage();
  const { complaintId } = await db.act(stage.authority, '2026-06-10', (work) =>
    fileComplaint(work, stage.id, {
      ...{ kind: 'card-withheld', aboutUscc: stage.employerId, on: '2026-06-09', text: '王某反映' },
    }),
  );
  await night('2026-06-10', '2026-06-11T00:30:00+08:00');
  const alerts = await db.sql()`
    select id, rule_id, subject, employer_id, audience, main_id, level, facts from we.alert
    where project_id = ${stage.id} and rule_id ~ '^[DR]|^F07$' order by rule_id`;
  const { contractorId, employerId } = stage;
  expect(alerts.map((a) => [a.rule_id, a.subject, a.employer_id, a.main_id, a.audience])).toEqual([
    ['D01', contractorId, null, contractorId, 'parties'],
    ['F07', stage.ownerId, null, stage.ownerId, 'parties'],
    ['R02', employerId, employerId, employerId, 'parties'],
    ['R04', contractorId, null, contractorId, 'parties'],
    ['R06', contractorId, null, contractorId, 'parties'],
    ['R08', expect.any(String), null, null, 'authority'],
  ]);
  const [r02, r08] = ['R02', 'R08'].map(
    (rule) => alerts.find((a) => a.rule_id === rule)?.id as string,
  );
  const employer = companyActor(employerId);
  const seen = (id: string | undefined, actor: typeof employer) =>
    db.look(actor, '2026-06-11', (work) => getAlert(work, stage.id, id as string));
  expect(await seen(r02, employer)).toMatchObject({ ruleId: 'R02', subject: employerId });
  expect(await seen(r08, stage.authority)).toMatchObject({ subject: complaintId });
  for (const firm of [employer, stage.contractor, stage.owner])
    await expect(seen(r08, firm)).rejects.toMatchObject({ code: 'not-found' });
  const papers = await db.sql()<{ id: string; instrument: string; alert_ids: string[] }[]>`
    select id, instrument, alert_ids from we.notice where project_id = ${stage.id}`;
  const [handedOver] = papers.filter(({ instrument }) => instrument === 'referral');
  const toFirms = papers.filter((paper) => paper !== handedOver);
  expect(toFirms.length).toBeGreaterThan(0);
  expect(JSON.stringify(toFirms)).not.toContain(r08);
  // What only the labour office may pursue is handed over to it, out of the firms' sight.
  expect(handedOver?.alert_ids).toEqual([r08]);
  for (const firm of [employer, stage.contractor, stage.owner]) {
    const shown = db.look(firm, '2026-06-11', (work) =>
      getNotice(work, stage.id, handedOver?.id as string),
    );
    await expect(shown).rejects.toMatchObject({ code: 'not-found' });
  }
  expect(JSON.stringify(alerts)).not.toContain('王某');
  expect(publicId(stage.id, alerts.at(-1)?.subject)).toBe(complaintId);
});
