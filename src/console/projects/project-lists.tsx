import type { AlertView } from '../../domain/alerts/listing.ts';
import type { NoticeView } from '../../domain/notices/notices.ts';
import type { EmployerWorkers } from '../../domain/registry/overview.ts';
import { Card, DayText, Level, Money, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import { wordOf } from '../frame/words.ts';
import { noticeCells } from '../notices/notice-columns.tsx';

/** How many alerts and papers a project's page names; the rest is behind a link. */
export const FIRST = 8;

interface AlertsOf {
  alerts: readonly (AlertView & { title: string })[];
  more: boolean;
  projectCode: string;
}

/** The live alerts of a project, the gravest first. */
export function LiveAlerts({ alerts, more, projectCode }: AlertsOf) {
  const t = useSay();
  return (
    <Card
      title={t('未解除的预警', 'Live alerts')}
      aside={
        <a href={paths.alerts({ projectCode, status: 'all' })}>
          {t('全部，含已解除的', 'All, cleared ones too')}
        </a>
      }
    >
      <Table
        caption={t('未解除的预警', 'Live alerts')}
        rows={alerts}
        empty={t('没有未解除的预警。', 'No live alert.')}
        columns={[
          { name: t('等级', 'Level'), cell: ({ level }) => <Level level={level} /> },
          {
            name: t('预警', 'Alert'),
            cell: ({ alertId, title }) => <a href={paths.alert(alertId)}>{title}</a>,
          },
          {
            name: t('期间', 'Period'),
            cell: ({ period }) => (period === '-' ? '—' : <span class="num">{period}</span>),
          },
          {
            name: t('金额', 'Amount'),
            cell: ({ amountFen }) => (amountFen > 0 ? <Money fen={amountFen} /> : '—'),
            figures: true,
          },
          { name: t('到期', 'Due'), cell: ({ dueDay }) => <DayText day={dueDay} /> },
          { name: t('状态', 'Status'), cell: ({ status }) => wordOf(t, 'alertStatus', status) },
        ]}
      />
      {more && (
        <p>
          <a href={paths.alerts({ projectCode })}>{t('其余未解除的预警', 'More live alerts')}</a>
        </p>
      )}
    </Card>
  );
}

/** Who is engaged by whom; persons are found by their number, which is kept. */
export function Workers({
  employers,
  searches,
}: {
  employers: readonly EmployerWorkers[];
  searches: boolean;
}) {
  const t = useSay();
  return (
    <Card
      title={t('工人', 'Workers')}
      aside={
        searches && (
          <a href={paths.search()}>{t('按身份证号查工人', 'Find one by identity number')}</a>
        )
      }
    >
      <Table
        caption={t('各用人单位的用工登记', 'Engagements by employer')}
        rows={employers}
        empty={t('没有用工登记。', 'Nobody is registered.')}
        columns={[
          { name: t('用人单位', 'Employer'), cell: ({ employer }) => employer },
          { name: t('班组', 'Teams'), cell: ({ teams }) => teams, figures: true },
          { name: t('在场', 'On site'), cell: ({ present }) => present, figures: true },
          { name: t('已退场', 'Left'), cell: ({ left }) => left, figures: true },
          { name: t('最早进场', 'First entered'), cell: ({ since }) => <DayText day={since} /> },
        ]}
      />
    </Card>
  );
}

interface PapersOf {
  notices: readonly NoticeView[];
  more: boolean;
  projectCode: string;
}

/** The papers about a project, the newest first. */
export function Papers({ notices, more, projectCode }: PapersOf) {
  const t = useSay();
  const cells = noticeCells(t);
  return (
    <Card
      title={t('文书', 'Papers')}
      aside={more && <a href={paths.notices({ projectCode })}>{t('看全部', 'Show all')}</a>}
    >
      <Table
        caption={t('文书，新的在前', 'Papers, the newest first')}
        rows={notices}
        empty={t('没有文书。', 'No paper.')}
        columns={[cells.paper, cells.to, cells.drafted, cells.replyBy, cells.status]}
      />
    </Card>
  );
}
