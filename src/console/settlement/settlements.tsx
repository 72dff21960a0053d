import { z } from 'zod';
import { reviewPretext } from '../../domain/settlement/reviews.ts';
import { type WatchedSettlement, watchSettlements } from '../../domain/settlement/watch.ts';
import { publicId, text } from '../../http/shapes.ts';
import type { Day } from '../../lib/day.ts';
import { parseId } from '../../lib/id.ts';
import { settlementColumns } from '../frame/list-columns.ts';
import { type Listed, listFile, rowsShown } from '../frame/list-file.ts';
import { act, page } from '../frame/page.tsx';
import { DayText, Field, Money, Once, Pager, Refusal, type Refused } from '../frame/parts.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { Until } from '../frame/until.tsx';
import type { PageSpec } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';
import { payers } from '../payroll/payrolls.tsx';
import { Marked, unreviewed } from './reasons.tsx';

const ROWS = 20;

interface CardOf {
  watched: WatchedSettlement;
  day: Day;
  handles: boolean;
  /** Where the page begins: whoever reviews comes back to it. */
  after: string | undefined;
  refused: Refused | undefined;
}

function Clock({ watched: { clock, dueDay }, day }: Pick<CardOf, 'watched' | 'day'>) {
  const t = useSay();
  const word = clock === 'review' ? t('审核', 'Review') : t('支付', 'Payment');
  if (dueDay === null) return <>{t(`${word}期限暂停计算`, `${word}: the clock stands still`)}</>;
  return (
    <>
      {word} {t('限期', 'due')} <DayText day={dueDay} /> <Until day={dueDay} today={day} />
    </>
  );
}

type Step = WatchedSettlement['settlement']['steps'][number];

function Review({ watched, step, handles, after, refused }: Omit<CardOf, 'day'> & { step: Step }) {
  const t = useSay();
  const found = watched.reviews.find(({ seq }) => seq === step.seq);
  if (!found) return null;
  const { settlementId } = watched.settlement;
  const of = `${settlementId}-${step.seq}`;
  const own = refused?.values.of === of ? refused : undefined;
  const stands =
    found.confirmed === null
      ? unreviewed(t)
      : found.confirmed
        ? t('已复核：确为不得采用的理由', 'Reviewed: a banned reason')
        : t('已复核：不属于不得采用的理由', 'Reviewed: it is not');
  return (
    <>
      <p class="small">
        <span class="tag">{stands}</span>
      </p>
      {handles && (
        <form method="post" action={paths.pretextReview(settlementId, String(step.seq))}>
          <Once refused={own} />
          <input type="hidden" name="of" value={of} />
          {after && <input type="hidden" name="after" value={after} />}
          <Field
            name="reason"
            of={of}
            label={t('复核意见（可不填）', 'Remark (optional)')}
            maxlength={1000}
            refused={own}
          />
          <button type="submit" name="confirmed" value="true">
            {t('确为不得采用的理由', 'It is banned')}
          </button>{' '}
          <button type="submit" name="confirmed" value="false" class="plain">
            {t('不属于不得采用的理由', 'It is not')}
          </button>
        </form>
      )}
    </>
  );
}

function WatchCard(card: CardOf) {
  const t = useSay();
  const { watched, day } = card;
  const { settlement } = watched;
  return (
    <section class="card">
      <div class="card-head">
        <h2>
          <a href={paths.project(watched.projectCode)}>
            {watched.projectName ?? watched.projectCode}
          </a>{' '}
          ·{' '}
          <a href={paths.settlement(settlement.settlementId)}>
            {wordOf(t, 'settlementLevel', settlement.level)}
          </a>
        </h2>
        <span>
          <Clock watched={watched} day={day} />
        </span>
      </div>
      <p>
        {watched.owner} → {watched.contractor}　{t('送审', 'Claimed')}{' '}
        <Money fen={settlement.claimedFen} />　{wordOf(t, 'settlementState', settlement.status)}
      </p>
      {(watched.alerts > 0 || watched.wageAlerts > 0) && (
        <p class="small">
          <a href={paths.alerts({ projectCode: watched.projectCode })}>
            {t(
              `本结算预警 ${watched.alerts} 条，项目欠薪预警 ${watched.wageAlerts} 条`,
              `${watched.alerts} alerts about it, ${watched.wageAlerts} about wages of the project`,
            )}
          </a>
        </p>
      )}
      <ol class="history">
        <li>
          <time>{settlement.deliveredOn}</time> {t('送达结算文件', 'Delivered')}
        </li>
        {settlement.steps.map((step) => (
          <li>
            <time>{step.on}</time> {wordOf(t, 'settlementStep', step.step)}{' '}
            <span class="quiet">{wordOf(t, 'role', step.statedBy)}</span>{' '}
            {step.amountFen !== null && <Money fen={step.amountFen} />}{' '}
            {step.reasonCode && wordOf(t, 'reasonCode', step.reasonCode)}
            <Marked text={step.reasonText} span={step.verdict?.span} />
            <Review {...card} step={step} />
          </li>
        ))}
      </ol>
    </section>
  );
}

const query = z.object({ after: z.string().max(500).optional() });

type Query = z.infer<typeof query>;

const settlements: Listed<unknown, Query, WatchedSettlement> = {
  name: 'settlements',
  columns: ({ t }) => settlementColumns(t),
  rows: (work, _, rows) => watchSettlements(work, rows),
};

const watch: PageSpec<unknown, Query> = {
  path: paths.settlements(),
  grants: ['read'],
  // Owners come here from what they have to pay.
  nav: { zh: '结算', en: 'Settlements', grants: ['reports:read', ...payers] },
  query,
  file: listFile(settlements),
  show: async (visit) => {
    const { t, day, c, refused } = visit;
    const { items, next } = await rowsShown(settlements, visit, ROWS);
    const handles = c.var.actor?.grants.includes('alerts:handle') ?? false;
    const main = (
      <>
        <div class="head">
          <h1>{t('结算时限', 'Settlement watch')}</h1>
          <p class="quiet">
            {t(
              '未办结的结算，先到期的在前；计时暂停的在后。',
              'Open settlements, the first to end first.',
            )}
          </p>
        </div>
        <Refusal refused={refused} />
        {items.length === 0 && (
          <p class="card quiet">{t('没有未办结的结算。', 'No settlement is open.')}</p>
        )}
        {items.map((watched) => (
          <WatchCard {...{ watched, day, handles, refused }} after={visit.query.after} />
        ))}
        <Pager
          first={visit.query.after ? paths.settlements() : null}
          next={next ? paths.settlements({ after: next }) : null}
          file={paths.settlements()}
        />
      </>
    );
    return { title: t('结算时限', 'Settlement watch'), main };
  },
};

const params = z.object({ settlementId: publicId, seq: z.string().regex(/^[1-9]\d{0,8}$/) });

/** 结算. */
export const settlementPages = [
  page(watch),
  act({
    path: paths.pretextReview(':settlementId', ':seq'),
    grants: ['alerts:handle'],
    params,
    body: z.object({
      of: z.string().optional(),
      confirmed: z.enum(['true', 'false']),
      reason: text(1000).optional(),
      after: z.string().max(500).optional(),
    }),
    page: {
      show: (visit) => watch.show({ ...visit, query: { after: visit.refused?.values.after } }),
    },
    run: async (visit) => {
      const { projectId, id } = parseId(visit.params.settlementId);
      const { confirmed, reason, after } = visit.body;
      await visit.write({ projectId }, (work) =>
        reviewPretext(
          work,
          projectId,
          { id, seq: Number(visit.params.seq) },
          { confirmed: confirmed === 'true', reason },
        ),
      );
      return withQuery(paths.settlements(), { after, done: 'reviewed' });
    },
  }),
];
