import type { Child } from 'hono/jsx';
import { z } from 'zod';
import type { Plotted } from '../../../reports/plot.ts';
import { type AlertView, listAlerts } from '../../domain/alerts/listing.ts';
import { listNotices, type NoticeView } from '../../domain/notices/notices.ts';
import {
  dutiesOfMonths,
  type EmployerWorkers,
  employersOf,
  type TeamMonth,
  teamsOfMonths,
  type YearDuty,
} from '../../domain/registry/overview.ts';
import { type ProjectBook, projectBook } from '../../domain/reports/book.ts';
import { projectCode } from '../../http/shapes.ts';
import { addMonths, type Day, type Month, monthOf } from '../../lib/day.ts';
import { Card, DayText, Facts, Money, Refusal, type Refused, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { describedIn } from '../frame/titles.ts';
import type { PageSpec } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';
import { Balance, balancePlot } from './balance.tsx';
import { monthsAhead, TeamGrid, YearGrid } from './grids.tsx';
import { FIRST, LiveAlerts, Papers, Workers } from './project-lists.tsx';
import { Proposal } from './proposal.tsx';

const MONTHS = 12;

interface Whole {
  plot: readonly Plotted[];
  book: ProjectBook;
  duties: YearDuty[];
  teams: TeamMonth[];
  months: Month[];
  day: Day;
  office: boolean;
  /** Whether the reader may look for a person. */
  searches: boolean;
  /** Whether the reader confirms what parties tell. */
  confirms: boolean;
  refused: Refused | undefined;
  live: { alerts: (AlertView & { title: string })[]; more: boolean };
  papers: { notices: NoticeView[]; more: boolean };
  employers: EmployerWorkers[];
}

function About({ book: { project, parties, terms }, office }: Whole) {
  const t = useSay();
  return (
    <section class="card">
      <Facts
        wide
        rows={[
          [t('编码', 'Code'), <span class="num">{project.projectCode}</span>],
          [t('状态', 'Status'), wordOf(t, 'projectStatus', project.status ?? '')],
          [t('资金来源', 'Funds'), wordOf(t, 'fund', project.fundSource ?? '')],
          [t('开工', 'Begun'), project.startsOn],
          [t('完工', 'Finished'), project.endsOn],
          [t('合同价', 'Contract'), terms && <Money fen={terms.totalFen} />],
          [
            t('每月人工费用', 'Monthly labour cost'),
            terms?.labourCostFen && <Money fen={terms.labourCostFen} />,
          ],
          [
            t('约定拨付日', 'Transfer day'),
            terms?.transferDay && t(`每月 ${terms.transferDay} 日`, `day ${terms.transferDay}`),
          ],
          [
            t('约定发薪日', 'Pay day'),
            terms?.payDay && t(`每月 ${terms.payDay} 日`, `day ${terms.payDay}`),
          ],
          ...parties.map(({ role, name, uscc }): [string, Child] => [
            wordOf(t, 'role', role),
            office ? <a href={paths.alerts({ q: uscc })}>{name ?? uscc}</a> : (name ?? uscc),
          ]),
        ]}
      />
    </section>
  );
}

function Accounts({ book, plot }: Whole) {
  const t = useSay();
  return (
    <Card title={t('专用账户', 'Wage account')}>
      <Table
        caption={t('专用账户', 'Wage accounts')}
        rows={book.accounts}
        empty={t('没有登记专用账户。', 'No wage account is registered.')}
        columns={[
          { name: t('开户银行', 'Bank'), cell: ({ bank, last4 }) => `${bank} …${last4}` },
          { name: t('开立', 'Opened'), cell: ({ openedOn }) => <DayText day={openedOn} /> },
          { name: t('备案', 'Filed'), cell: ({ filedOn }) => <DayText day={filedOn} /> },
          { name: t('销户', 'Closed'), cell: ({ closedOn }) => <DayText day={closedOn} /> },
          {
            name: t('余额', 'Balance'),
            cell: ({ balanceFen }) => <Money fen={balanceFen} />,
            figures: true,
          },
        ]}
      />
      <Balance entries={book.entries} plot={plot} />
    </Card>
  );
}

function Settlements({ book }: Whole) {
  const t = useSay();
  if (book.settlements.length === 0) return null;
  return (
    <Card title={t('结算', 'Settlements')}>
      <Table
        caption={t('结算', 'Settlements')}
        rows={book.settlements}
        empty=""
        columns={[
          {
            name: t('结算', 'Settlement'),
            cell: ({ settlementId, level, reference }) => (
              <a href={paths.settlement(settlementId)}>
                {wordOf(t, 'settlementLevel', level)} {reference}
              </a>
            ),
          },
          {
            name: t('送达', 'Delivered'),
            cell: ({ deliveredOn }) => <DayText day={deliveredOn} />,
          },
          {
            name: t('金额', 'Claimed'),
            cell: ({ claimedFen }) => <Money fen={claimedFen} />,
            figures: true,
          },
          {
            name: t('审核限期', 'Review by'),
            cell: ({ reviewDueDay }) => <DayText day={reviewDueDay} />,
          },
          {
            name: t('审核完成', 'Reviewed'),
            cell: ({ reviewedOn }) => <DayText day={reviewedOn} />,
          },
          {
            name: t('支付限期', 'Pay by'),
            cell: ({ paymentDueDay }) => <DayText day={paymentDueDay} />,
          },
          { name: t('付清', 'Paid'), cell: ({ paidOn }) => <DayText day={paidOn} /> },
          { name: t('状态', 'State'), cell: ({ status }) => wordOf(t, 'settlementState', status) },
        ]}
      />
    </Card>
  );
}

function Whole(whole: Whole) {
  const t = useSay();
  const { book, duties, teams, months, day, office, live, papers, confirms, refused } = whole;
  const { projectCode: code, name } = book.project;
  return (
    <>
      <div class="head">
        <h1>{name}</h1>
        {office && <a href={paths.book(code)}>{t('一项目一册（PDF）', 'Project book (PDF)')}</a>}
        <a href={paths.poster(code)}>{t('查工资告示', 'Wages poster')}</a>
      </div>
      <Refusal refused={refused} />
      <Proposal
        project={book.project}
        at={confirms ? { to: paths.projectConfirmation(code), act: 'confirmation', refused } : null}
      />
      <About {...whole} />
      <LiveAlerts {...live} projectCode={code} />
      <Card title={t('近十二个月的义务', 'Duties of twelve months')}>
        <YearGrid duties={duties} months={months} day={day} />
      </Card>
      <Accounts {...whole} />
      <Card title={t('各班组的工资', 'Wages by team')}>
        <TeamGrid teams={teams} months={months} ahead={monthsAhead(duties, day)} />
      </Card>
      <Workers employers={whole.employers} searches={whole.searches} />
      <Settlements {...whole} />
      <Papers {...papers} projectCode={code} />
    </>
  );
}

const params = z.object({ projectCode });

/** One project: parties, account, duties, wages, settlements. */
export const projectPage: PageSpec<z.infer<typeof params>, unknown> = {
  path: paths.project(':projectCode'),
  grants: ['read'],
  params,
  show: async (visit) => {
    const { day, params: target, c, t, deps } = visit;
    const last = monthOf(day);
    const first = addMonths(last, 1 - MONTHS);
    const told = await visit.read(target, async (work, projectId) => ({
      book: await projectBook(work, projectId),
      duties: await dutiesOfMonths(work, projectId, first, last),
      teams: await teamsOfMonths(work, projectId, first, last),
      employers: await employersOf(work, projectId),
      alerts: await listAlerts(work, { ...target, status: 'live' }, { limit: FIRST }),
      notices: await listNotices(work, target, { limit: FIRST }),
    }));
    const grants = c.var.actor?.grants ?? [];
    const describe = describedIn(t, deps.describe);
    const live = {
      alerts: told.alerts.items.map((one) => ({
        ...one,
        title: describe({ rule: one.ruleId, facts: one.facts }).title,
      })),
      more: told.alerts.next !== null,
    };
    const since = [...told.duties, ...told.teams].map(({ month }) => month).sort()[0] ?? first;
    const months = Array.from({ length: MONTHS }, (_, n) => addMonths(first, n)).filter(
      (month) => month >= since,
    );
    const { entries } = told.book;
    const plot = entries.length > 0 ? await deps.plot(balancePlot(t, entries)) : [];
    return {
      title: told.book.project.name,
      main: (
        <Whole
          {...told}
          plot={plot}
          live={live}
          papers={{ notices: told.notices.items, more: told.notices.next !== null }}
          months={months}
          day={day}
          office={c.var.actor?.region != null}
          searches={grants.includes('personal:disclose')}
          confirms={grants.includes('registry:confirm')}
          refused={visit.refused}
        />
      ),
    };
  },
};
