import { z } from 'zod';
import { listOwnDuties, type OwnDuty } from '../../domain/duties/own.ts';
import { projectCode } from '../../http/shapes.ts';
import type { Day } from '../../lib/day.ts';
import { listFile } from '../frame/list-file.ts';
import { page } from '../frame/page.tsx';
import { Card, DayText, Field, Find, Money, Pager, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import { Until } from '../frame/until.tsx';
import { openOrNot, ownDuties } from '../payroll/payrolls.tsx';

const ROWS = 50;
const SETTLEMENTS = 100;

const query = z.object({
  open: openOrNot,
  projectCode: projectCode.optional(),
  after: z.string().max(500).optional(),
});
type Query = z.infer<typeof query>;

/** When something ends, and how far that is from today. */
function Ends({ duty, today }: { duty: OwnDuty; today: Day }) {
  const t = useSay();
  const { dueDay, metOn, provisional } = duty;
  if (dueDay === null) return <>{t('期限暂停计算', 'the clock stands still')}</>;
  return (
    <>
      <DayText day={dueDay} />
      {metOn === null && (
        <span class="small">
          <Until day={dueDay} today={today} />
        </span>
      )}
      {provisional && <span class="small quiet">{t('节假日安排未公布，暂定', 'provisional')}</span>}
    </>
  );
}

function progressOf(t: Say, { metOn, dueDay }: OwnDuty, today: Day) {
  if (metOn) return t(`${metOn} 拨足`, `in full on ${metOn}`);
  return dueDay !== null && dueDay < today
    ? t('未拨足', 'not in full')
    : t('未到期', 'not due yet');
}

const Project = ({ duty }: { duty: OwnDuty }) => (
  <>
    {duty.projectName}
    <span class="small quiet num">{duty.projectCode}</span>
  </>
);

function Waiting({ duties, today }: { duties: readonly OwnDuty[]; today: Day }) {
  const t = useSay();
  return (
    <Card
      title={t('等本单位办理的结算', 'Settlements waiting for you')}
      aside={<span class="quiet">{t('先到期的在前', 'The first to end first')}</span>}
    >
      <Table
        caption={t('未办结的结算', 'Open settlements')}
        rows={duties}
        empty={t('没有等本单位办理的结算。', 'No settlement is waiting.')}
        columns={[
          { name: t('项目', 'Project'), cell: (duty) => <Project duty={duty} /> },
          {
            name: t('要办的事', 'What is due'),
            cell: ({ kind, subject }) => (
              <a href={paths.settlement(subject)}>
                {kind === 'settlement-review'
                  ? t('审核结算', 'Review the settlement')
                  : t('支付结算款', 'Pay the settlement')}
              </a>
            ),
          },
          {
            name: t('金额', 'Amount'),
            cell: ({ amountFen }) => (amountFen ? <Money fen={amountFen} /> : '—'),
            figures: true,
          },
          {
            name: t('已付', 'Paid'),
            cell: ({ metFen }) => (metFen > 0 ? <Money fen={metFen} /> : '—'),
            figures: true,
          },
          { name: t('到期', 'Ends'), cell: (duty) => <Ends duty={duty} today={today} /> },
        ]}
      />
    </Card>
  );
}

interface ListOf {
  items: readonly OwnDuty[];
  next: string | null;
  query: Query;
  today: Day;
}

function Instalments({ items, next, query: asked, today }: ListOf) {
  const t = useSay();
  const { after, ...filter } = asked;
  return (
    <Card title={t('人工费用拨付', 'Instalments of the labour cost')}>
      <form class="filters" method="get" action={paths.instalments()}>
        <Field
          name="open"
          label={t('情况', 'State')}
          value={asked.open ?? 'true'}
          options={[
            ['true', t('未拨足', 'Not paid in full')],
            ['false', t('已拨足', 'Paid in full')],
            ['all', t('全部', 'All')],
          ]}
        />
        <Field
          name="projectCode"
          label={t('项目编码', 'Project code')}
          value={asked.projectCode}
          maxlength={32}
        />
        <Find all={paths.instalments()} />
      </form>
      <Table
        caption={t('各月应拨人工费用', 'Instalments')}
        rows={items}
        empty={
          filter.open || filter.projectCode
            ? t('没有符合条件的拨付。', 'No instalment matches.')
            : t('没有未拨足的人工费用。', 'No instalment is open.')
        }
        columns={[
          {
            name: t('月份', 'Month'),
            cell: ({ projectCode: code, period }) => (
              <a class="num" href={paths.instalment(code, period)}>
                {period}
              </a>
            ),
          },
          { name: t('项目', 'Project'), cell: (duty) => <Project duty={duty} /> },
          { name: t('应于', 'Due'), cell: (duty) => <Ends duty={duty} today={today} /> },
          {
            name: t('应拨', 'Owed'),
            cell: ({ amountFen }) =>
              amountFen === null ? t('待定', 'not known yet') : <Money fen={amountFen} />,
            figures: true,
          },
          {
            name: t('已到专户', 'Received'),
            cell: ({ metFen }) => <Money fen={metFen} />,
            figures: true,
          },
          {
            name: t('情况', 'State'),
            cell: (duty) => progressOf(t, duty, today),
          },
        ]}
      />
      <Pager
        first={after ? paths.instalments(filter) : null}
        next={next ? paths.instalments({ ...filter, after: next }) : null}
        file={paths.instalments(filter)}
      />
    </Card>
  );
}

const instalments = ownDuties<Query>('transfer', 'instalments');

/** 拨付与结算: what an owner has to pay and to review. */
export const instalmentPages = [
  page({
    path: paths.instalments(),
    grants: ['delays:write'],
    nav: { zh: '拨付与结算', en: 'Payments due' },
    query,
    file: listFile(instalments),
    show: async (visit) => {
      const { t, day } = visit;
      const { after } = visit.query;
      const { due, waiting } = await visit.read(null, async (work) => ({
        due: await instalments.rows(work, visit, { after, limit: ROWS }, 0),
        waiting: await listOwnDuties(
          work,
          { kinds: ['settlement-review', 'settlement-payment'], open: true, oldestFirst: true },
          { limit: SETTLEMENTS },
        ),
      }));
      return {
        title: t('拨付与结算', 'Payments due'),
        main: (
          <>
            <div class="head">
              <h1>{t('拨付与结算', 'Payments due')}</h1>
              <a href={paths.settlements()}>{t('全部未办结的结算', 'All open settlements')}</a>
              <a href={paths.alerts({ status: 'open' })}>{t('待答复的预警', 'Open alerts')}</a>
              <a href={paths.notices()}>{t('收到的文书', 'Papers received')}</a>
            </div>
            {!after && <Waiting duties={waiting.items} today={day} />}
            <Instalments items={due.items} next={due.next} query={visit.query} today={day} />
          </>
        ),
      };
    },
  }),
];
