import { z } from 'zod';
import { getProject } from '../../domain/registry/projects.ts';
import { getSettlement, type SettlementView } from '../../domain/settlement/settlements.ts';
import { publicId } from '../../http/shapes.ts';
import type { Day } from '../../lib/day.ts';
import { parseId } from '../../lib/id.ts';
import { Card, DayText, Facts, Money, Refusal, type Refused } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { Until } from '../frame/until.tsx';
import type { PageSpec } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';
import { Said } from './reasons.tsx';
import { SettlementForms } from './settlement-forms.tsx';

interface Whole {
  settlement: SettlementView;
  project: { name: string; projectCode: string };
  /** Whether the reader speaks for the owner. */
  owner: boolean;
  /** Whether the reader is of an authority, who reviews reasons in the watch. */
  office: boolean;
  today: Day;
  refused: Refused | undefined;
}

/** The day a clock ends, and how far off that is. */
function Clock({ day, today, done }: { day: Day | null; today: Day; done: boolean }) {
  if (day === null) return null;
  return (
    <>
      <DayText day={day} /> {!done && <Until day={day} today={today} />}
    </>
  );
}

const REVIEWED = new Set(['reviewed', 'confirmed', 'due', 'paid', 'withdrawn']);

function Settlement(whole: Whole) {
  const t = useSay();
  const { settlement, project, owner, office, today, refused } = whole;
  const { status, steps } = settlement;
  return (
    <>
      <div class="head">
        <h1>{wordOf(t, 'settlementLevel', settlement.level)}</h1>
        <a href={paths.project(project.projectCode)}>{project.name}</a>
        <span class="tag">{wordOf(t, 'settlementState', status)}</span>
        {office && <a href={paths.settlements()}>{t('结算时限', 'Settlement watch')}</a>}
      </div>
      <Refusal refused={refused} />
      <section class="card">
        <Facts
          wide
          rows={[
            [t('送审金额', 'Claimed'), <Money fen={settlement.claimedFen} />],
            [t('送达', 'Delivered'), <DayText day={settlement.deliveredOn} />],
            [
              t('审核期限', 'Review ends'),
              settlement.clockStopped
                ? t('暂停计算', 'the clock stands still')
                : settlement.reviewDueOn && (
                    <Clock day={settlement.reviewDueOn} today={today} done={REVIEWED.has(status)} />
                  ),
            ],
            [
              t('支付期限', 'Payment ends'),
              settlement.paymentDueOn && (
                <Clock day={settlement.paymentDueOn} today={today} done={status === 'paid'} />
              ),
            ],
            [
              t('确认金额', 'Confirmed'),
              settlement.confirmedFen !== null && <Money fen={settlement.confirmedFen} />,
            ],
            [t('已付', 'Paid'), settlement.paidFen > 0 && <Money fen={settlement.paidFen} />],
            [t('编号', 'Reference'), settlement.reference],
          ]}
        />
      </section>
      <div class="columns">
        <Card title={t('经过', 'History')}>
          <ol class="history">
            <li>
              <time datetime={settlement.deliveredOn}>{settlement.deliveredOn}</time>{' '}
              <strong>{t('送达结算文件', 'Delivered')}</strong>
            </li>
            {steps.map((step) => (
              <li>
                <time datetime={step.on}>{step.on}</time>{' '}
                <strong>{wordOf(t, 'settlementStep', step.step)}</strong>{' '}
                <span class="quiet">{wordOf(t, 'role', step.statedBy)}</span>{' '}
                {step.amountFen !== null && <Money fen={step.amountFen} />}
                {step.undisputedFen !== null && (
                  <>
                    {' '}
                    {t('其中无争议', 'undisputed')} <Money fen={step.undisputedFen} />
                  </>
                )}
                {step.missingPapers && step.missingPapers.length > 0 && (
                  <p>
                    {t('缺少：', 'Missing: ')}
                    {step.missingPapers.join('、')}
                  </p>
                )}
                <Said {...step} />
              </li>
            ))}
          </ol>
        </Card>
        {owner && <SettlementForms settlement={settlement} today={today} refused={refused} />}
      </div>
    </>
  );
}

export const inSettlement = z.object({ settlementId: publicId });

/** One settlement with its clocks, for the owner to act on. */
export const settlementPage: PageSpec<z.infer<typeof inSettlement>, unknown> = {
  path: paths.settlement(':settlementId'),
  grants: ['read'],
  params: inSettlement,
  show: async (visit) => {
    const { t, c, day, refused } = visit;
    const { projectId, id } = parseId(visit.params.settlementId);
    const told = await visit.read({ projectId }, async (work) => {
      const settlement = await getSettlement(work, projectId, id);
      const project = await getProject(work, projectId);
      const speaks = work.actor.org === project.ownerUscc && work.actor.region === null;
      return { settlement, project, speaks };
    });
    const owner = told.speaks && (c.var.actor?.grants.includes('settlement:write') ?? false);
    return {
      title: wordOf(t, 'settlementLevel', told.settlement.level),
      main: (
        <Settlement
          settlement={told.settlement}
          project={told.project}
          owner={owner}
          office={c.var.actor?.region != null}
          today={day}
          refused={refused}
        />
      ),
    };
  },
};
