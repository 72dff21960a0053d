import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatYuan } from '../../src/lib/fen.ts';
import { auditCodes } from '../../src/lib/terms.ts';
import { codeOfVerdict, reviewed } from '../facts/statements.ts';
import { openTransfers } from '../facts/transfers.ts';
import { dayWord, dutyShape, monthWord, zFen } from '../facts/words.ts';
import { law } from '../law.ts';
import { defineRule, embed } from '../rule.ts';
import { wageLate } from './w01-wage-late.ts';

const reasons: Record<string, string> = {
  QUANTITY: '工程数量争议',
  QUALITY: '工程质量争议',
  PRICE: '工程造价争议',
  SETTLEMENT: '结算未定',
  ...auditCodes,
};

const byCode = sql`(coalesce(x.reason_code, '') in ('QUANTITY', 'QUALITY', 'PRICE', 'SETTLEMENT')
  or coalesce(x.reason_code, '') like 'AUD-%')`;

/**
 * An instalment of labour cost (人工费用) is late (F01) or short (F02), and a dispute or an unfinished
 * audit was given as the reason, by code or in words that a person confirmed to say so (S03). No dispute stops it: 条例 35.
 *
 * Subject: the owner's uscc. Period: the instalment's month, `YYYY-MM`. Amount: that of F01 or F02.
 * Level: orange; red when wages are late on the project (W01).
 * Facts: dueDay (already moved on to a working day), daysLate (calendar days), agreedFen (null:
 * unknown), receivedFen, missingFen, wagesLate; reasonCode, statedOn, statedBy and attested (the owner said so, or
 * evidence is attached: else no paper) of the latest such statement, attested ones before others.
 *
 * Clears with the instalment, or when the reason is withdrawn.
 */
export const transferWithheld = defineRule({
  id: 'F08',
  title: '以争议或审计为由停拨人工费用',
  basis: [
    law.disputeNeverStopsWages,
    law.transferInFull,
    law.penaltyForTransfer,
    law.cityAuditPretext,
  ],
  needs: ['bank'],
  params: {},

  find: ({ day, since, inForce }) => sql`
    with late_wages as (
      select w.project_id
      from (${embed(wageLate, { day, since, inForce })}) w
      group by w.project_id
    )
    select
      t.project_id,
      t.owner_id as subject,
      t.period,
      case when w.project_id is not null then 'red' else 'orange' end as level,
      coalesce(t.agreed_fen - t.received_fen, 0) as amount_fen,
      t.due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'period', t.period,
        'dueDay', t.due_day,
        'daysLate', t.days_late,
        'knownDay', t.known_day,
        'agreedFen', t.agreed_fen,
        'receivedFen', t.received_fen,
        'missingFen', coalesce(t.agreed_fen - t.received_fen, 0),
        'reasonCode', r.reason_code,
        'statedOn', r.on_day,
        'statedBy', r.stated_by,
        'attested', r.attested,
        'wagesLate', w.project_id is not null
      ) as facts
    from (${openTransfers(day)}) t
    cross join lateral (
      select x.on_day, x.stated_by,
        case when ${byCode} then x.reason_code else ${codeOfVerdict(sql`x.verdict`)} end as reason_code,
        x.stated_by = 'owner' or x.evidence -> 0 is not null as attested
      from we.transfer_delay x
      left join lateral (${reviewed(day, sql`x`, sql`x.id`, sql`0`)}) review on x.verdict is not null
      where x.project_id = t.project_id
        and x.period = t.month
        and x.on_day <= ${day}::date
        and x.withdrawn_on > ${day}::date
        and (${byCode} or review.confirmed and (x.verdict ->> 'pretext')::boolean)
      order by attested desc, x.on_day desc, x.known_at desc, x.id
      limit 1
    ) r
    left join late_wages w on w.project_id = t.project_id
    where t.received_fen = 0 or t.received_fen < t.agreed_fen`,

  facts: z.object({
    ...dutyShape,
    agreedFen: zFen.nullable(),
    receivedFen: zFen,
    missingFen: zFen,
    reasonCode: z.string(),
    statedOn: z.iso.date(),
    statedBy: z.enum(['owner', 'contractor', 'authority']),
    attested: z.boolean(),
    /** W01 finds something on the project. */
    wagesLate: z.boolean(),
  }),

  sentence: (facts) => {
    const { day, period, dueDay, daysLate, agreedFen, missingFen, reasonCode, statedOn } = facts;
    const reason = reasons[reasonCode] ?? '审计未完成';
    const missing = agreedFen === null ? '未拨付' : `尚有${formatYuan(missingFen)}元未拨付`;
    const source = facts.attested ? '' : '（未附证据）';
    const late = facts.wagesLate ? '；该项目已有工资逾期未发' : '';
    return `${monthWord(period, day)}人工费用应于${dayWord(dueDay, day)}拨付，截至${dayWord(day, day)}${missing}，逾期${daysLate}天，${dayWord(statedOn, day)}所述理由为“${reason}”${source}${late}。`;
  },

  main: 'owner',
  copies: ['labour-office'],
  audience: 'parties',
  matter: 'transfer',
  clearsWhen: '足额拨付该月人工费用，或者撤回所述理由（撤回后人工费用仍应拨付）。',
});
