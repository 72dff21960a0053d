import { z } from 'zod';
import { type LendingRate, listLendingRates, putLendingRate } from '../../domain/lending-rates.ts';
import { listMinimumWages, type MinimumWage, putMinimumWage } from '../../domain/minimum-wages.ts';
import { day, regionCode, text } from '../../http/shapes.ts';
import { parseYuan } from '../../lib/fen.ts';
import { regionName } from '../../lib/identity.ts';
import { Fold, type FormAt, own } from '../frame/acting.tsx';
import { act, page } from '../frame/page.tsx';
import { Card, DayText, Field, Money, Refusal, type Refused, Table } from '../frame/parts.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import type { PageSpec } from '../frame/visit.ts';

const grants = ['calendar:write'] as const;

const Source = ({ act: of, refused }: Pick<FormAt, 'act' | 'refused'>) => (
  <Field
    name="source"
    of={of}
    label={useSay()('公布的文件', 'Published in')}
    maxlength={200}
    refused={own({ act: of, refused })}
    required
  />
);

const FromDay = ({
  act: of,
  refused,
  label,
}: Pick<FormAt, 'act' | 'refused'> & { label: string }) => (
  <Field
    name="fromDay"
    of={of}
    type="date"
    label={label}
    refused={own({ act: of, refused })}
    required
  />
);

interface Listed {
  wages: readonly MinimumWage[];
  rates: readonly LendingRate[];
  refused: Refused | undefined;
}

function Standards({ wages, rates, refused }: Listed) {
  const t = useSay();
  const at = (name: string) => ({ to: paths.standardAct(name), act: name, refused });
  return (
    <>
      <div class="head">
        <h1>{t('标准和利率', 'Standards and rates')}</h1>
      </div>
      <Refusal refused={refused} />
      <Card title={t('月最低工资标准', 'Minimum wages')}>
        <Table
          caption={t('月最低工资标准', 'Minimum wages')}
          rows={wages}
          empty={t('还没有登记。', 'None entered.')}
          columns={[
            {
              name: t('地区', 'Region'),
              cell: (one) => `${regionName(one.regionCode)} ${one.regionCode}`,
            },
            { name: t('自', 'From'), cell: (one) => <DayText day={one.fromDay} /> },
            {
              name: t('每月', 'A month'),
              cell: (one) => <Money fen={one.monthFen} />,
              figures: true,
            },
            { name: t('公布的文件', 'Published in'), cell: (one) => one.source },
          ]}
        />
        <Fold
          {...at('minimum-wages')}
          title={t('登记或更正', 'Enter or correct')}
          button={t('登记', 'Enter')}
        >
          <Field
            name="regionCode"
            of="minimum-wages"
            label={t('行政区划代码（6 位）', 'Region code (6 digits)')}
            inputmode="numeric"
            maxlength={6}
            refused={own(at('minimum-wages'))}
            required
          />
          <FromDay {...at('minimum-wages')} label={t('自哪一日起', 'From')} />
          <Field
            name="monthYuan"
            of="minimum-wages"
            label={t('每月（元）', 'A month (yuan)')}
            maxlength={20}
            refused={own(at('minimum-wages'))}
            required
          />
          <Source {...at('minimum-wages')} />
        </Fold>
      </Card>
      <Card title={t('一年期贷款市场报价利率', 'One-year loan prime rate')}>
        <Table
          caption={t('一年期贷款市场报价利率', 'One-year loan prime rate')}
          rows={rates}
          empty={t('还没有登记。', 'None entered.')}
          columns={[
            { name: t('公布', 'Published'), cell: (one) => <DayText day={one.fromDay} /> },
            {
              name: t('年利率', 'A year'),
              cell: (one) =>
                `${(one.annualRate * 100).toLocaleString('en', { maximumFractionDigits: 3 })}%`,
              figures: true,
            },
            { name: t('公布的文件', 'Published in'), cell: (one) => one.source },
          ]}
        />
        <Fold
          {...at('lending-rates')}
          title={t('登记或更正', 'Enter or correct')}
          button={t('登记', 'Enter')}
        >
          <FromDay {...at('lending-rates')} label={t('公布日期', 'Published on')} />
          <Field
            name="percent"
            of="lending-rates"
            label={t('年利率（%）', 'A year (%)')}
            hint={t('例如 3.45', 'as 3.45')}
            maxlength={8}
            refused={own(at('lending-rates'))}
            required
          />
          <Source {...at('lending-rates')} />
        </Fold>
      </Card>
    </>
  );
}

const standardsPage: PageSpec<unknown, unknown> = {
  path: paths.standards,
  grants,
  nav: { zh: '标准和利率', en: 'Standards' },
  show: async ({ t, read, refused }) => {
    const [wages, rates] = await read(null, async (work) => [
      await listMinimumWages(work),
      await listLendingRates(work),
    ]);
    return {
      title: t('标准和利率', 'Standards and rates'),
      main: <Standards wages={wages.items} rates={rates.items} refused={refused} />,
    };
  },
};

const yuan = z
  .string()
  .max(20)
  .transform((typed, context) => {
    try {
      const fen = parseYuan(typed);
      if (fen > 0) return fen;
      context.addIssue({ code: 'custom', message: '每月标准应大于 0 元。' });
    } catch (error) {
      context.addIssue({ code: 'custom', message: `每月标准：${(error as RangeError).message}。` });
    }
    return z.NEVER;
  });

/** 3.45 as 0.0345, by its digits: a hundredth of a float is no decimal. */
const percent = z
  .string()
  .refine((typed) => /^(?!0+(\.0+)?$)\d{1,2}(\.\d{1,3})?$/.test(typed), {
    error: '年利率应大于 0、小于 100，至多三位小数，例如 3.45。',
  })
  .transform((typed) => {
    const [whole = '', decimals = ''] = typed.split('.');
    return Number(`0.${whole.padStart(2, '0')}${decimals}`);
  });

/** 最低工资标准、贷款市场报价利率. */
export const standardPages = [
  page(standardsPage),
  act({
    path: paths.standardAct('minimum-wages'),
    grants,
    body: z.object({ regionCode, fromDay: day, monthYuan: yuan, source: text(200) }),
    page: standardsPage,
    run: async ({ write, body: { regionCode: region, fromDay, monthYuan: monthFen, source } }) => {
      await write(null, (work) => putMinimumWage(work, region, fromDay, { monthFen, source }));
      return withQuery(paths.standards, { done: 'stored' });
    },
  }),
  act({
    path: paths.standardAct('lending-rates'),
    grants,
    body: z.object({ fromDay: day, percent, source: text(200) }),
    page: standardsPage,
    run: async ({ write, body: { fromDay, percent: annualRate, source } }) => {
      await write(null, (work) => putLendingRate(work, fromDay, { annualRate, source }));
      return withQuery(paths.standards, { done: 'stored' });
    },
  }),
];
