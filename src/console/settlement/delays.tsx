import { z } from 'zod';
import { hidden } from '../../domain/access.ts';
import { listOwnDuties, type OwnDuty } from '../../domain/duties/own.ts';
import { type DelayView, delaysOf } from '../../domain/settlement/delay-list.ts';
import { stateDelay, withdrawDelay } from '../../domain/settlement/delays.ts';
import { ownId } from '../../http/own-id.ts';
import { day, month, projectCode, publicId, text } from '../../http/shapes.ts';
import { ActForm, Fold, own } from '../frame/acting.tsx';
import { act, page } from '../frame/page.tsx';
import { Card, DayText, Facts, Field, Money, Refusal, type Refused } from '../frame/parts.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import type { PageSpec } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';
import { reasonCode, reasonOptions, Said } from './reasons.tsx';

interface Whole {
  duty: OwnDuty;
  delays: readonly DelayView[];
  today: string;
  refused: Refused | undefined;
}

function Stated({ duty, delays, refused }: Omit<Whole, 'today'>) {
  const t = useSay();
  const { projectCode: code, period } = duty;
  return (
    <Card title={t('已说明的原因', 'Reasons stated')}>
      {delays.length === 0 && (
        <p class="quiet">{t('还没有说明过原因。', 'No reason was stated.')}</p>
      )}
      <ol class="history">
        {delays.map((delay) => (
          <li>
            <time datetime={delay.on}>{delay.on}</time>{' '}
            <strong>{wordOf(t, 'addressee', delay.statedBy)}</strong>{' '}
            {delay.withdrawnOn && (
              <span class="tag">
                {t(`${delay.withdrawnOn} 撤回`, `withdrawn ${delay.withdrawnOn}`)}
              </span>
            )}
            <Said {...delay} />
            {delay.statedBy === 'owner' && delay.withdrawnOn === null && (
              <Fold
                to={paths.instalmentAct(code, period, 'withdrawal')}
                act={`withdrawal-${delay.delayId}`}
                refused={refused}
                title={t('撤回', 'Withdraw')}
                button={t('撤回这一说明', 'Withdraw it')}
                danger
              >
                <input type="hidden" name="delayId" value={delay.delayId} />
                <p class="hint">
                  {t(
                    '自今天起不再算作理由，记录仍保留。',
                    'It counts no more from today; the record stays.',
                  )}
                </p>
              </Fold>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Instalment(whole: Whole) {
  const t = useSay();
  const { duty, today, refused } = whole;
  const { projectCode: code, period, metOn } = duty;
  const at = { to: paths.instalmentAct(code, period, 'delay'), act: 'delay', refused };
  return (
    <>
      <div class="head">
        <h1>{t(`${period} 人工费用拨付`, `Instalment of ${period}`)}</h1>
        <span>{duty.projectName}</span>
        <a href={paths.instalments()}>{t('看全部', 'All of them')}</a>
      </div>
      <Refusal refused={refused} />
      <section class="card">
        <Facts
          wide
          rows={[
            [t('应于', 'Due'), <DayText day={duty.dueDay} />],
            [
              t('应拨', 'Owed'),
              duty.amountFen === null ? t('待定', 'not known yet') : <Money fen={duty.amountFen} />,
            ],
            [t('已到专户', 'Received'), <Money fen={duty.metFen} />],
            [
              t('尚缺', 'Missing'),
              duty.amountFen !== null && duty.amountFen > duty.metFen && (
                <Money fen={duty.amountFen - duty.metFen} />
              ),
            ],
            [t('拨足', 'In full on'), metOn],
          ]}
        />
      </section>
      <div class="columns">
        <Stated {...whole} />
        {metOn === null && (
          <Card title={t('说明延迟的原因', 'State why it is late')}>
            <ActForm {...at} button={t('提交说明', 'State it')}>
              <p class="hint">
                {t(
                  '说明经系统识别后，由主管部门复核；提交后不能改写，只能撤回。',
                  'What you state is read by the system and reviewed by the authority. It cannot be changed, only withdrawn.',
                )}
              </p>
              <Field
                name="on"
                of="delay"
                type="date"
                label={t('日期', 'On')}
                value={today}
                refused={own(at)}
                required
              />
              <Field
                name="reasonCode"
                of="delay"
                label={t('原因类别', 'Kind of reason')}
                options={reasonOptions(t)}
                refused={own(at)}
                required
              />
              <Field
                name="reasonText"
                of="delay"
                label={t('具体说明', 'In words')}
                rows={4}
                maxlength={2000}
                refused={own(at)}
                required
              />
              <Field
                name="evidence"
                of="delay"
                label={t('证明材料名称', 'Papers that show it')}
                hint={t('每行一份；可不填。', 'One a line; may be empty.')}
                rows={3}
                maxlength={4000}
                refused={own(at)}
              />
            </ActForm>
          </Card>
        )}
      </div>
    </>
  );
}

const params = z.object({ projectCode, period: month });

const instalmentPage: PageSpec<z.infer<typeof params>, unknown> = {
  path: paths.instalment(':projectCode', ':period'),
  grants: ['delays:write'],
  params,
  show: async (visit) => {
    const { t, day: today, refused } = visit;
    const { projectCode: code, period } = visit.params;
    const { duty, delays } = await visit.read({ projectCode: code }, async (work, id) => ({
      duty: (
        await listOwnDuties(
          work,
          { kinds: ['transfer'], projectCode: code, period, oldestFirst: true },
          { limit: 1 },
        )
      ).items[0],
      delays: await delaysOf(work, id, period),
    }));
    if (!duty) throw hidden();
    return {
      title: t(`${period} 人工费用拨付`, `Instalment of ${period}`),
      main: <Instalment duty={duty} delays={delays} today={today} refused={refused} />,
    };
  },
};

const member = { act: z.string().optional() };
/** Names of papers, one a line. */
export const papers = text(4000)
  .transform((lines) =>
    lines
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  )
  .pipe(z.array(text(200)).max(100))
  .optional();

/** 一期拨付, and why it is late. */
export const delayPages = [
  page(instalmentPage),
  act({
    path: paths.instalmentAct(':projectCode', ':period', 'delay'),
    grants: ['delays:write'],
    params,
    body: z.object({
      ...member,
      on: day,
      reasonCode,
      reasonText: text(2000),
      evidence: papers,
    }),
    page: instalmentPage,
    run: async (visit) => {
      const { projectCode: code, period } = visit.params;
      const { act: _, ...said } = visit.body;
      await visit.write({ projectCode: code }, (work, id) =>
        stateDelay(work, id, { ...said, period, statedBy: 'owner' }),
      );
      return withQuery(paths.instalment(code, period), { done: 'delay-stated' });
    },
  }),
  act({
    path: paths.instalmentAct(':projectCode', ':period', 'withdrawal'),
    grants: ['delays:write'],
    params,
    body: z.object({ ...member, delayId: publicId }),
    page: instalmentPage,
    run: async (visit) => {
      const { projectCode: code, period } = visit.params;
      await visit.write({ projectCode: code }, (work, id) =>
        withdrawDelay(work, id, ownId(id, visit.body.delayId), {}),
      );
      return withQuery(paths.instalment(code, period), { done: 'delay-withdrawn' });
    },
  }),
];
