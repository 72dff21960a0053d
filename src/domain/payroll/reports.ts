import { randomUUID } from 'node:crypto';
import type { Work } from '../../../db/work.ts';
import { type Day, firstOf, type Month } from '../../lib/day.ts';
import { publicId } from '../../lib/id.ts';
import { type Fault, Problem, refused } from '../../lib/problem.ts';
import { sha256 } from '../../lib/vault.ts';
import { canonical, record } from '../events.ts';
import { say } from '../said.ts';
import { speakersOf } from '../settlement/speakers.ts';

interface About {
  employerUscc: string;
  wageMonth: Month;
  evidence?: string[] | undefined;
}

const asJson = (evidence: string[] | undefined) =>
  evidence?.length ? JSON.stringify(evidence) : null;

/** What an event keeps of the papers named: they may name people. */
const papersOf = (evidence: string[] | undefined) => sha256(canonical(evidence ?? []));

/** Who may speak of a project's wages. @throws Problem `report-not-yours` */
async function mayReport(work: Work, projectId: number): Promise<'contractor' | 'authority'> {
  const speakers = await speakersOf(work, projectId);
  if (speakers.has('authority')) return 'authority';
  if (speakers.has('contractor')) return 'contractor';
  throw new Problem(
    'forbidden',
    'report-not-yours',
    '工资发放情况由项目的施工总承包单位报告，或由主管部门登记。',
  );
}

/** The employer must have been heard of on the project in the month, by a duty of wages. */
async function checkEmployer({ sql }: Work, projectId: number, { employerUscc, wageMonth }: About) {
  const [duty] =
    await sql`select from we.obligation where project_id = ${projectId} and kind = 'wage'
    and subject = ${employerUscc} and period = ${wageMonth} limit 1`;
  if (duty) return;
  throw refused('invalid-input', '报告有误。', [
    {
      pointer: '/wageMonth',
      code: 'wages-unknown',
      message: '该单位当月在本项目没有应发的工资，请核对 employerUscc 和 wageMonth。',
    },
  ]);
}

const inFuture = (pointer: string): Fault => ({
  pointer,
  code: 'day-in-future',
  message: '日期晚于今天，请核对。',
});

/**
 * 欠薪书面报告: tells the authority of arrears of an employer's wage month, and how they will be paid (江苏省工资支付条例 36;
 * rule W11). What a party reports is reported today; the authority may enter an earlier paper.
 *
 * @throws Problem `not-found`, `report-not-yours`, `invalid-input` (`day-in-future`, `day-reserved`, `wages-unknown`)
 */
export async function reportArrears(
  work: Work,
  projectId: number,
  input: About & { reportedOn?: Day | undefined; plan: string },
): Promise<{ reportId: string; reportedOn: Day }> {
  const { sql, day, now } = work;
  const statedBy = await mayReport(work, projectId);
  const { reportedOn = day, plan, evidence, ...about } = input;
  if (reportedOn > day) throw refused('invalid-input', '报告有误。', [inFuture('/reportedOn')]);
  if (reportedOn < day && statedBy !== 'authority') {
    throw refused('invalid-input', '报告有误。', [
      {
        pointer: '/reportedOn',
        code: 'day-reserved',
        message: '报告自提交之日起计；此前的书面报告由主管部门补登。',
      },
    ]);
  }
  await checkEmployer(work, projectId, about);
  const id = randomUUID();
  const said = await say(work, projectId, plan);
  await sql`insert into we.arrears_report (project_id, id, employer_id, wage_month, reported_on, said_id, evidence, stated_by, known_at)
    values (${projectId}, ${id}, ${about.employerUscc}, ${firstOf(about.wageMonth)}, ${reportedOn}, ${said.id},
      ${asJson(evidence)}::jsonb, ${statedBy}, ${now})`;
  await record(work, projectId, 'arrears.reported', id, {
    ...about,
    reportedOn,
    statedBy,
    said,
    papers: papersOf(evidence),
  });
  return { reportId: publicId(projectId, id), reportedOn };
}

export interface OutsideInput extends About {
  on: Day;
  channel: 'cash' | 'transfer';
  amountFen: number;
  workers: number;
}

/**
 * 专户以外发放的工资: in cash or from another account (rule A08), as the contractor reports it or the authority found it.
 *
 * @throws Problem `not-found`, `report-not-yours`, `invalid-input` (`day-in-future`, `wages-unknown`)
 */
export async function reportOutside(
  work: Work,
  projectId: number,
  { evidence, ...input }: OutsideInput,
): Promise<{ paymentId: string }> {
  const { sql, day, now } = work;
  const statedBy = await mayReport(work, projectId);
  if (input.on > day) throw refused('invalid-input', '报告有误。', [inFuture('/on')]);
  await checkEmployer(work, projectId, input);
  const id = randomUUID();
  await sql`insert into we.outside_payment (project_id, id, employer_id, wage_month, on_day, channel, amount_fen, workers, evidence,
      stated_by, known_at)
    values (${projectId}, ${id}, ${input.employerUscc}, ${firstOf(input.wageMonth)}, ${input.on}, ${input.channel}, ${input.amountFen},
      ${input.workers}, ${asJson(evidence)}::jsonb, ${statedBy}, ${now})`;
  await record(work, projectId, 'wages.paid-outside', id, {
    ...input,
    statedBy,
    papers: papersOf(evidence),
  });
  return { paymentId: publicId(projectId, id) };
}

/**
 * 工程进度款支付: what the owner paid of the works done, the labour cost included (rule F09). The owner or the contractor says so,
 * or the authority.
 *
 * @throws Problem `not-found`, `report-not-yours`, `invalid-input` (`day-in-future`)
 */
export async function reportProgressPayment(
  work: Work,
  projectId: number,
  { evidence, ...input }: { on: Day; amountFen: number; evidence?: string[] | undefined },
): Promise<{ paymentId: string }> {
  const { sql, day, now } = work;
  const speakers = await speakersOf(work, projectId);
  const statedBy = (['authority', 'contractor', 'owner'] as const).find((one) => speakers.has(one));
  if (!statedBy) {
    const detail = '工程进度款支付情况由建设单位或施工总承包单位报告，或由主管部门登记。';
    throw new Problem('forbidden', 'report-not-yours', detail);
  }
  if (input.on > day) throw refused('invalid-input', '报告有误。', [inFuture('/on')]);
  const id = randomUUID();
  await sql`insert into we.progress_payment (project_id, id, on_day, amount_fen, evidence, stated_by, known_at)
    values (${projectId}, ${id}, ${input.on}, ${input.amountFen}, ${asJson(evidence)}::jsonb, ${statedBy}, ${now})`;
  await record(work, projectId, 'progress.paid', id, {
    ...input,
    statedBy,
    papers: papersOf(evidence),
  });
  return { paymentId: publicId(projectId, id) };
}
