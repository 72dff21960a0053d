import { z } from 'zod';
import { listYears, type YearView } from '../../domain/calendar.ts';
import { actorOf, type DutyMove, type YearInput } from '../../http/edge.ts';
import { text } from '../../http/shapes.ts';
import { FIRST_YEAR, isDay, isInYears, LAST_YEAR } from '../../lib/day.ts';
import { halfWidth } from '../../lib/text.ts';
import { act, page } from '../frame/page.tsx';
import { Card, DayText, Field, Once, Refusal, type Refused, Table } from '../frame/parts.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import type { PageSpec } from '../frame/visit.ts';
import { wordOf } from '../frame/words.ts';

const grants = ['calendar:write'] as const;
const MOST_DAYS = 400;
const MOST_SHOWN = 300;

type NamedDay = YearInput['days'][number];

const off = new Map([
  ['休', true],
  ['放假', true],
  ['班', false],
  ['上班', false],
]);

/** A line as `2027-10-01 国庆节 休`. Null where it is none. */
function dayIn(line: string): NamedDay | null {
  const [date = '', name = '', kind = '', ...more] = halfWidth(line)
    .trim()
    .split(/[\s,]+/);
  const isOffDay = off.get(kind);
  if (!isDay(date) || name === '' || name.length > 32 || isOffDay === undefined || more.length > 0)
    return null;
  return { date, name, isOffDay };
}

const days = z
  .string()
  .max(40_000)
  .transform((typed, context) => {
    const lines = typed
      .split('\n')
      .flatMap((line, at) => (line.trim() ? [{ line, at: at + 1 }] : []));
    const read = lines.map(({ line, at }) => ({ at, day: dayIn(line) }));
    const wrong = read.filter(({ day }) => day === null).map(({ at }) => at);
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    if (wrong.length > 0)
      refuse(
        `第 ${wrong.slice(0, 20).join('、')} 行看不懂：每行写日期、名称、“休”或“班”，例如 2027-10-01 国庆节 休。`,
      );
    if (lines.length === 0) refuse('请写明放假和调休上班的日子。');
    if (lines.length > MOST_DAYS) refuse(`至多 ${MOST_DAYS} 行。`);
    return read.flatMap(({ day }) => day ?? []);
  });

const year = z
  .string()
  .refine((typed) => /^\d{4}$/.test(typed) && isInYears(typed), {
    error: `应为 ${FIRST_YEAR} 至 ${LAST_YEAR} 之间的年份。`,
  })
  .transform(Number);

const input = z.object({ year, source: text(500), days });

const lineOf = ({ date, name, isOffDay }: NamedDay) => `${date} ${name} ${isOffDay ? '休' : '班'}`;

function YearForm({ refused }: { refused: Refused | undefined }) {
  const t = useSay();
  return (
    <Card title={t('登记一年的节假日安排', 'Enter a year')}>
      <p>
        {t(
          '先看哪些到期日会移动，确认后才生效。',
          'You first see which due days move; nothing counts before you confirm.',
        )}
      </p>
      <form method="post" action={paths.calendarPreview}>
        <Field
          name="year"
          label={t('年份', 'Year')}
          inputmode="numeric"
          maxlength={4}
          refused={refused}
          required
        />
        <Field
          name="source"
          label={t('公布的文件', 'Published in')}
          maxlength={500}
          refused={refused}
          required
        />
        <Field
          name="days"
          label={t('放假和调休上班的日子', 'Days off and days worked instead')}
          hint={t('每行一日：2027-10-01 国庆节 休', 'One a line: 2027-10-01 国庆节 休 (or 班)')}
          rows={12}
          maxlength={40_000}
          refused={refused}
          required
        />
        <button type="submit">{t('看看会移动什么', 'Preview')}</button>
      </form>
    </Card>
  );
}

function Years({ years, refused }: { years: readonly YearView[]; refused: Refused | undefined }) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{t('节假日安排', 'Calendar')}</h1>
      </div>
      <Refusal refused={refused} />
      <div class="columns">
        <section class="card">
          <Table
            caption={t('各年的安排', 'Years')}
            rows={years}
            empty={t('还没有年份。', 'No year yet.')}
            columns={[
              { name: t('年份', 'Year'), cell: (one) => one.year, figures: true },
              {
                name: t('状态', 'Status'),
                cell: (one) =>
                  one.confirmed ? t('已确认', 'Confirmed') : t('暂按常例', 'Provisional'),
              },
              { name: t('公布的文件', 'Published in'), cell: (one) => one.source },
              {
                name: t('日子', 'Days'),
                cell: (one) => (
                  <details>
                    <summary>{t(`${one.days.length} 天`, `${one.days.length} days`)}</summary>
                    {one.days.map((day) => (
                      <div>{lineOf({ ...day, isOffDay: day.off })}</div>
                    ))}
                  </details>
                ),
              },
            ]}
          />
        </section>
        <YearForm refused={refused} />
      </div>
    </>
  );
}

interface Previewed {
  given: z.infer<typeof input>;
  moves: readonly DutyMove[];
}

/** Which due days move, and the button that makes it so. */
function Preview({ given, moves }: Previewed) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{t(`${given.year} 年：确认前`, `${given.year}: before confirming`)}</h1>
      </div>
      <Card
        title={t(`移动的到期日（${moves.length}）`, `Due days that move (${moves.length})`)}
        aside={moves.length > MOST_SHOWN && t(`列出前 ${MOST_SHOWN} 项`, `first ${MOST_SHOWN}`)}
      >
        <Table
          caption={t('移动的到期日', 'Due days that move')}
          rows={moves.slice(0, MOST_SHOWN)}
          empty={t('没有到期日移动。', 'No due day moves.')}
          columns={[
            { name: t('项目', 'Project'), cell: (move) => move.projectCode },
            { name: t('义务', 'Duty'), cell: (move) => wordOf(t, 'duty', move.kind) },
            { name: t('期间', 'Period'), cell: (move) => move.period },
            { name: t('原到期日', 'Was'), cell: (move) => <DayText day={move.was} /> },
            { name: t('新到期日', 'Is'), cell: (move) => <DayText day={move.is} /> },
          ]}
        />
        <details>
          <summary>
            {t(`将登记的 ${given.days.length} 天`, `${given.days.length} days will be entered`)}
          </summary>
          {given.days.map((one) => (
            <div>{lineOf(one)}</div>
          ))}
        </details>
        <form method="post" action={paths.calendar}>
          <Once />
          <input type="hidden" name="year" value={given.year} />
          <input type="hidden" name="source" value={given.source} />
          <input type="hidden" name="days" value={given.days.map(lineOf).join('\n')} />
          <p>
            <button type="submit">{t('确认这一年', 'Confirm this year')}</button>{' '}
            <a class="button plain" href={paths.calendar}>
              {t('不确认', 'Leave it')}
            </a>
          </p>
        </form>
      </Card>
    </>
  );
}

const calendarPage: PageSpec<unknown, unknown> = {
  path: paths.calendar,
  grants,
  nav: { zh: '节假日', en: 'Calendar' },
  show: async ({ t, read, refused }) => ({
    title: t('节假日安排', 'Calendar'),
    main: <Years years={await read(null, listYears)} refused={refused} />,
  }),
};

/** 节假日安排: entered, previewed, confirmed. */
export const calendarPages = [
  page(calendarPage),
  act({
    path: paths.calendarPreview,
    grants,
    body: input,
    page: calendarPage,
    run: async ({ c, t, deps, now, body }) => {
      const { moves } = await deps.previewYear(actorOf(c), now, body.year, body);
      const main = <Preview given={body} moves={moves} />;
      return { title: t('确认前', 'Before confirming'), main };
    },
  }),
  act({
    path: paths.calendar,
    grants,
    body: input,
    page: calendarPage,
    run: async ({ c, deps, now, body }) => {
      await deps.confirmYear(actorOf(c), now, body.year, body);
      return withQuery(paths.calendar, { done: 'calendar-confirmed' });
    },
  }),
];
