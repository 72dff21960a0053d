import { firmNames, firmOf } from '../../domain/alerts/firms.ts';
import { type Desk, deskOf, type QueuedCase, queueOf } from '../../domain/alerts/queue.ts';
import type { Grant } from '../../domain/people/grants.ts';
import { openComplaints } from '../../domain/site/complaint-list.ts';
import { addDays, type Day, dayOf, daysBetween } from '../../lib/day.ts';
import { formatYuan } from '../../lib/fen.ts';
import { page } from '../frame/page.tsx';
import { Banner, Card, DayText, Level, Money, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import { type Tile, Tiles } from '../frame/tiles.tsx';
import { describedIn } from '../frame/titles.ts';
import type { Visit } from '../frame/visit.ts';
import { Whose } from './whose.tsx';

const SHOWN = 30;
/** After midnight: the schedule tries until a quarter to five. */
const TO_RUN_MS = 5 * 60 * 60 * 1000;

interface DeskTilesOf {
  desk: Desk;
  complaints: number | null;
  /** Whether the night that ran was the last one. */
  isLast: boolean;
}

/** Complaints are counted for whoever deals with them. */
function DeskTiles({ desk, complaints, isLast }: DeskTilesOf) {
  const t = useSay();
  const night = desk.night ?? undefined;
  const tiles: Tile[] = [
    [
      desk.opened,
      isLast ? t('昨夜新增', 'New last night') : t('当夜新增', 'New that night'),
      night ? paths.alerts({ openedFrom: night, openedTo: night }) : null,
    ],
    [
      desk.risen,
      isLast ? t('昨夜升级', 'Risen last night') : t('当夜升级', 'Risen that night'),
      night ? paths.alerts({ risenFrom: night }) : null,
    ],
    [desk.replied, t('答复待认定', 'Replies to judge'), paths.alerts({ status: 'replied' })],
    [desk.dueToday, t('办理到期', 'Due by today'), paths.alerts({ due: 'true' })],
    [desk.drafts, t('文书待签发', 'Papers to sign'), paths.notices({ status: 'draft' })],
    [desk.overdue, t('逾期未回复', 'Papers unanswered'), paths.notices({ status: 'overdue' })],
  ];
  if (complaints !== null)
    tiles.push([complaints, t('投诉未办结', 'Open complaints'), paths.complaints()]);
  return <Tiles tiles={tiles} />;
}

const whyOf = (t: Say, { workers, days, amountFen }: QueuedCase) =>
  [
    workers && t(`${workers} 人`, `${workers} ${workers === 1 ? 'worker' : 'workers'}`),
    days && t(`${days} 天`, `${days} ${days === 1 ? 'day' : 'days'}`),
    amountFen > 0 && `${formatYuan(amountFen)} ${t('元', 'yuan')}`,
  ]
    .filter(Boolean)
    .join(' × ');

type Told = QueuedCase & { title: string; firm: string | undefined };

function Queue({ cases }: { cases: readonly Told[] }) {
  const t = useSay();
  return (
    <Table
      caption={t('待办预警', 'Queue')}
      empty={t('没有待办的预警。', 'Nothing is waiting.')}
      rows={cases}
      columns={[
        { name: t('等级', 'Level'), cell: ({ alert }) => <Level level={alert.level} /> },
        {
          name: t('预警', 'Alert'),
          cell: ({ alert, alerts, title }) => (
            <>
              <a href={paths.alert(alert.alertId)}>{title}</a>
              {alerts > 1 && (
                <span class="small quiet">
                  {t(`一案含 ${alerts} 条预警`, `${alerts} alerts in one case`)}
                </span>
              )}
            </>
          ),
        },
        {
          name: t('项目、单位', 'Project, firm'),
          cell: (one) => <Whose {...one} />,
        },
        { name: t('到期', 'Due'), cell: ({ alert }) => <DayText day={alert.dueDay} /> },
        {
          name: t('金额', 'Amount'),
          cell: ({ amountFen }) => (amountFen > 0 ? <Money fen={amountFen} /> : '—'),
          figures: true,
        },
        {
          name: t('排序依据', 'Why here'),
          cell: (one) => <span class="small">{whyOf(t, one)}</span>,
        },
        {
          name: t('经办', 'With'),
          cell: ({ alert }) => alert.assignedTo ?? <span class="quiet">—</span>,
        },
      ]}
    />
  );
}

/** That nights are missing: what the page says is as old as the last one. */
function Standstill({ night, last }: { night: Day; last: Day }) {
  const nights = daysBetween(night, last);
  return (
    <Banner kind="bad">
      <p>
        {useSay()(
          `夜间任务已有 ${nights} 夜没有完成，预警停在 ${night}；请联系系统管理员补跑。`,
          `${nights} ${nights === 1 ? 'night is' : 'nights are'} missing: alerts are as of ${night}. Ask the administrator to run them.`,
        )}
      </p>
    </Banner>
  );
}

async function office(visit: Visit) {
  const { t, deps, now } = visit;
  const { desk, complaints, cases, names } = await visit.read(null, async (work) => {
    const queue = await queueOf(work, SHOWN);
    return {
      desk: await deskOf(work),
      complaints: work.actor.grants.includes('complaints:write')
        ? await openComplaints(work)
        : null,
      cases: queue,
      names: await firmNames(
        work,
        queue.map(({ alert }) => alert),
      ),
    };
  });
  const last = addDays(dayOf(new Date(now.getTime() - TO_RUN_MS)), -1);
  const describe = describedIn(t, deps.describe);
  const told = cases.map((one) => ({
    ...one,
    title: describe({ rule: one.alert.ruleId, facts: one.alert.facts }).title,
    firm: names.get(firmOf(one.alert) ?? ''),
  }));
  return {
    title: t('今日', 'Today'),
    main: (
      <>
        <div class="head">
          <h1>{t('今日', 'Today')}</h1>
          <p class="quiet">
            {desk.night === null ? (
              t('夜间任务尚未运行过', 'No night has run yet')
            ) : (
              <>
                {t('数据截至', 'As of')} <DayText day={desk.night} />
              </>
            )}
          </p>
        </div>
        {desk.night !== null && desk.night < last && <Standstill night={desk.night} last={last} />}
        <DeskTiles desk={desk} complaints={complaints} isLast={desk.night === last} />
        <Card
          title={t('先办这些', 'First things')}
          aside={<a href={paths.alerts()}>{t('全部预警', 'All alerts')}</a>}
        >
          <p class="hint">
            {t(
              '按人数 × 逾期天数 × 金额排列，一案一行；已认定免责和待核的不在其中。',
              'In order of workers × days late × money, a row a case; excused and held ones are left out.',
            )}
          </p>
          <Queue cases={told} />
        </Card>
      </>
    ),
  };
}

/** Where the others begin: at the first of these that is theirs. */
const homes: readonly (readonly [Grant, string])[] = [
  ['delays:write', paths.instalments()],
  ['payroll:post', paths.payrolls()],
  ['payroll:approve', paths.payrolls()],
  ['messages:tend', paths.feeds],
  ['people:write', paths.people()],
];

/** 今日: an office's day; whoever is no office is led to where their menu begins. */
export const today = [
  page({
    path: paths.home,
    grants: 'people',
    nav: { zh: '今日', en: 'Today', grants: ['reports:read'] },
    show: (visit) => {
      const held = visit.c.var.actor?.grants ?? [];
      if (held.includes('reports:read')) return office(visit);
      const home = homes.find(([grant]) => held.includes(grant));
      return visit.c.redirect(home?.[1] ?? paths.alerts(), 303);
    },
  }),
];
