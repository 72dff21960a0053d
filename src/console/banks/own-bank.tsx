import { z } from 'zod';
import { getBank } from '../../domain/banks/banks.ts';
import { listBehind } from '../../domain/banks/feeds.ts';
import { bankMonths } from '../../domain/banks/scorecard.ts';
import { listUnmatched, type UnmatchedView } from '../../domain/banks/tending.ts';
import { actorOf } from '../../http/edge.ts';
import { dayOf, daysBetween } from '../../lib/day.ts';
import { Problem } from '../../lib/problem.ts';
import { page } from '../frame/page.tsx';
import { Card, DayText, InstantText, Money, Pager, Table } from '../frame/parts.tsx';
import { messageKey, paths } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import type { Visit } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';
import { Behind, MONTHS, Scorecard, Standing } from './scorecard.tsx';

export const tends = ['messages:tend'] as const;
const ROWS = 50;
const ACCOUNTS = 100;

/** The code of the reader's own bank. @throws Problem `bank-unbound` */
export function bankOf({ c }: Pick<Visit, 'c'>): string {
  const { bank } = actorOf(c);
  if (bank !== null) return bank;
  const detail = '本单位尚未与银行代码对应，请联系系统管理员。';
  throw new Problem('forbidden', 'bank-unbound', detail);
}

interface ListOf {
  items: readonly UnmatchedView[];
  next: string | null;
  after: string | undefined;
  today: string;
}

function Unmatched({ items, next, after, today }: ListOf) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{t('未匹配的数据', 'Items not matched')}</h1>
        <p class="quiet">
          {t(
            '专户登记、工资批次提交后自动匹配，不必重发；久未匹配的，请核对账号或批次号，或请施工单位登记专户。',
            'They are matched by themselves once the account or the payroll is registered. What waits for long: check the number, or ask the contractor to register the account.',
          )}
        </p>
      </div>
      <section class="card">
        <Table
          caption={t(
            '尚无对应专户或批次的数据，早的在前',
            'What has no counterpart yet, the oldest first',
          )}
          rows={items}
          empty={t('没有未匹配的数据。', 'Nothing waits.')}
          columns={[
            { name: t('种类', 'Kind'), cell: ({ kind }) => wordOf(t, 'bankItem', kind) },
            {
              name: t('在等', 'Waits for'),
              cell: ({ batchNo, last4 }) =>
                batchNo === null
                  ? t(`尾号 ${last4} 的专户`, `the account ending in ${last4}`)
                  : t(`批次 ${batchNo}`, `payroll ${batchNo}`),
            },
            { name: t('所属日期', 'Of'), cell: ({ onDay }) => <DayText day={onDay} /> },
            {
              name: t('金额', 'Amount'),
              cell: ({ amountFen }) => (amountFen === null ? '—' : <Money fen={amountFen} />),
              figures: true,
            },
            {
              name: t('报文', 'Message'),
              cell: ({ messageId, itemNo }) => (
                <>
                  <a href={paths.message(messageKey(messageId))}>{messageId}</a>{' '}
                  {t(`第 ${itemNo + 1} 项`, `item ${itemNo + 1}`)}
                </>
              ),
            },
            { name: t('收到', 'Received'), cell: (one) => <InstantText at={one.receivedAt} /> },
            {
              name: t('已等', 'For'),
              cell: ({ receivedAt }) => {
                const days = daysBetween(dayOf(new Date(receivedAt)), today);
                return t(`${days} 天`, `${days} days`);
              },
              figures: true,
            },
          ]}
        />
        <Pager
          first={after ? paths.unmatched() : null}
          next={next ? paths.unmatched({ after: next }) : null}
        />
      </section>
    </>
  );
}

/** 报送情况、未匹配的数据: a bank's own people. */
export const ownBankPages = [
  page({
    path: paths.feeds,
    grants: tends,
    nav: { zh: '报送情况', en: 'Feeds' },
    show: async (visit) => {
      const { t, read } = visit;
      const code = bankOf(visit);
      const { bank, months, behind } = await read(null, async (work) => ({
        bank: await getBank(work, code),
        months: await bankMonths(work, code, MONTHS),
        behind: await listBehind(work, code, ACCOUNTS),
      }));
      const title = t('报送情况', 'Feeds');
      const main = (
        <>
          <div class="head">
            <h1>
              {bank.name} {title}
            </h1>
          </div>
          <Standing
            bank={bank}
            refused={months.reduce((sum, one) => sum + one.refused, 0)}
            to={{
              unfinished: paths.messages({ status: 'received' }),
              unmatched: paths.unmatched(),
              refused: paths.messages({ status: 'refused' }),
            }}
          />
          <Card title={t('近半年', 'The last half year')}>
            <Scorecard months={months} />
          </Card>
          <Card title={t('数据未齐的专户', 'Accounts behind')}>
            <Behind accounts={behind} />
          </Card>
        </>
      );
      return { title, main };
    },
  }),
  page({
    path: paths.unmatched(),
    grants: tends,
    nav: { zh: '未匹配', en: 'Not matched' },
    query: z.object({ after: z.string().max(500).optional() }),
    show: async (visit) => {
      const { t, day: today, query } = visit;
      const { items, next } = await visit.read(null, (work) =>
        listUnmatched(work, bankOf(visit), { after: query.after, limit: ROWS }),
      );
      return {
        title: t('未匹配的数据', 'Items not matched'),
        main: <Unmatched {...{ items, next, today }} after={query.after} />,
      };
    },
  }),
];
