import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { formatChinese } from '../../src/lib/day.ts';
import { parties, partiesJson, partiesShape } from '../facts/parties.ts';
import { law } from '../law.ts';
import { defineRule } from '../rule.ts';

/**
 * The owner has not inspected works (检验, 竣工验收) by the day agreed for it.
 *
 * Subject: the inspection's id. Period: `-`. Amount: 0. The due day is the agreed one, moved on to a working day.
 * Level: yellow to `orangeDays` late, orange above.
 * Facts: part, requestedOn, dueDay, daysLate, parties.
 *
 * Silent on the due day itself. Clears when it is inspected.
 */
export const inspectionLate = defineRule({
  id: 'S08',
  title: '拖延检验或者竣工验收',
  basis: [law.citySettlement, law.smallFirmsInspection],
  basisOf: ({ parties: { smallFirm } }) => [
    law.citySettlement,
    ...(smallFirm ? [law.smallFirmsInspection] : []),
  ],
  needs: [],
  params: { orangeDays: 30 },

  find: ({ day, params }) => sql`
    select
      i.project_id,
      i.id::text as subject,
      '-' as period,
      case when ${day}::date - i.due_on > ${params.orangeDays}::int then 'orange' else 'yellow' end as level,
      0::bigint as amount_fen,
      i.due_on as due_day,
      jsonb_build_object(
        'day', ${day}::date,
        'part', i.part,
        'requestedOn', i.requested_on,
        'dueDay', i.due_on,
        'daysLate', ${day}::date - i.due_on,
        'knownDay', (i.known_at at time zone 'Asia/Shanghai')::date,
        'parties', ${partiesJson(sql`w`)}
      ) as facts
    from we.inspection i
    cross join lateral (${parties(day, sql`i`, sql`(i.due_on + 1)`)}) w
    where i.inspected_on > ${day}::date
      and i.due_on < ${day}::date`,

  facts: z.object({
    day: z.iso.date(),
    part: z.string(),
    requestedOn: z.iso.date(),
    dueDay: z.iso.date(),
    daysLate: z.int(),
    knownDay: z.iso.date(),
    parties: partiesShape,
  }),

  sentence: ({ day, part, requestedOn, dueDay, daysLate }) =>
    `施工总承包单位于${formatChinese(requestedOn)}申请检验或者验收（${part}），约定期限至${formatChinese(dueDay)}，截至${formatChinese(day)}已逾期${daysLate}天，仍未进行。`,

  main: 'owner',
  copies: ['contractor', 'housing-office'],
  audience: 'parties',
  clearsWhen: '按照约定进行检验或者竣工验收。',
});
