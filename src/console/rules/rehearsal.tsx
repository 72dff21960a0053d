import { Card, DayText, Facts, Level, Money, Table } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';
import { ruleTitle } from '../frame/titles.ts';
import { paramName } from './param-words.ts';
import { paramText } from './rule-forms.tsx';

const LEVELS = ['red', 'orange', 'yellow'] as const;
const MOST_SHOWN = 200;

interface Course {
  firstDay: string;
  level: string;
  amountFen: number;
}

interface Case {
  projectCode: string;
  period: string;
  foundBy: 'both' | 'only-tried' | 'only-in-force';
  tried: Course | null;
  inForce: Course | null;
  alertId: string | null;
}

/** What a rehearsal answers, as far as the page shows it (src/http/rehearsals.ts has the whole shape). */
export interface Rehearsed {
  rule: string;
  title: string;
  from: string;
  through: string;
  complete: boolean;
  set: Readonly<Record<string, unknown>>;
  falseAlarms: { tried: number; inForce: number };
  levels: Readonly<
    Record<
      (typeof LEVELS)[number],
      {
        tried: number;
        inForce: number;
        earlier: { cases: number; days: number };
        later: { cases: number; days: number };
      }
    >
  >;
  /** All of them; the first are in `cases`. */
  caseCount: number;
  cases: readonly Case[];
}

/** A rehearsal cut to what its page shows. */
export const shortened = ({ cases, ...rest }: { cases: readonly object[] }): Rehearsed =>
  ({ ...rest, caseCount: cases.length, cases: cases.slice(0, MOST_SHOWN) }) as unknown as Rehearsed;

const byWord = (t: Say, by: Case['foundBy']): string =>
  ({
    both: t('两者都发现', 'Both'),
    'only-tried': t('只有试算发现', 'Only as tried'),
    'only-in-force': t('只有现行参数发现', 'Only in force'),
  })[by];

const Found = ({ course }: { course: Course | null }) =>
  course ? (
    <>
      <Level level={course.level} /> <DayText day={course.firstDay} />
    </>
  ) : (
    <span class="quiet">—</span>
  );

const shift = (t: Say, { cases, days }: { cases: number; days: number }) =>
  cases === 0 ? '—' : t(`${cases} 例，合计 ${days} 天`, `${cases} cases, ${days} days`);

/** What a rule would have found with other parameters, beside what it finds with those in force. */
export function Rehearsal({ found, to }: { found: Rehearsed; to: string }) {
  const t = useSay();
  const { levels, cases, caseCount, falseAlarms } = found;
  return (
    <>
      <div class="head">
        <h1>
          {t('试算', 'Rehearsal')} {found.rule} {ruleTitle(t, found.rule, found.title)}
        </h1>
        <a href={paths.rule(found.rule)}>{t('回到规则', 'Back to the rule')}</a>
      </div>
      <Card title={t('比较', 'Compared')}>
        {!found.complete && (
          <p role="status">
            {t(
              `时间所限，只算到 ${found.through}；其余请自次日起至 ${to} 另行试算。`,
              `Done through ${found.through} only; rehearse the rest up to ${to} separately.`,
            )}
          </p>
        )}
        <Facts
          rows={[
            [t('期间', 'Days'), `${found.from} — ${found.through}`],
            [
              t('试的参数', 'Tried'),
              Object.entries(found.set)
                .map(
                  ([name, value]) =>
                    `${paramName(t, found.rule, name)} ${paramText(t, name, Number(value))}`,
                )
                .join(t('；', '; ')),
            ],
            [
              t('事后核销或更正的', 'Later dismissed or corrected'),
              t(
                `试算 ${falseAlarms.tried}，现行 ${falseAlarms.inForce}`,
                `tried ${falseAlarms.tried}, in force ${falseAlarms.inForce}`,
              ),
            ],
          ]}
        />
        <Table
          caption={t('达到各等级的案件数', 'Cases by level')}
          rows={LEVELS.map((level) => ({ level, ...levels[level] }))}
          empty=""
          columns={[
            { name: t('等级', 'Level'), cell: ({ level }) => <Level level={level} /> },
            { name: t('试算', 'Tried'), cell: ({ tried }) => tried, figures: true },
            { name: t('现行', 'In force'), cell: ({ inForce }) => inForce, figures: true },
            { name: t('提前', 'Earlier'), cell: ({ earlier }) => shift(t, earlier) },
            { name: t('推后', 'Later'), cell: ({ later }) => shift(t, later) },
          ]}
        />
      </Card>
      <Card
        title={t(`案件（${caseCount}）`, `Cases (${caseCount})`)}
        aside={caseCount > cases.length && t(`列出前 ${MOST_SHOWN} 例`, `first ${MOST_SHOWN}`)}
      >
        <Table
          caption={t('案件，两者不同的在前', 'Cases, those that differ first')}
          rows={cases}
          empty={t('这些日子里两者都没有发现。', 'Neither found anything on these days.')}
          columns={[
            { name: t('项目', 'Project'), cell: (one) => one.projectCode },
            { name: t('期间', 'Period'), cell: (one) => one.period },
            { name: t('谁发现', 'Found'), cell: (one) => byWord(t, one.foundBy) },
            { name: t('试算', 'Tried'), cell: (one) => <Found course={one.tried} /> },
            { name: t('现行', 'In force'), cell: (one) => <Found course={one.inForce} /> },
            {
              name: t('金额', 'Amount'),
              cell: (one) => (
                <Money fen={Math.max(one.tried?.amountFen ?? 0, one.inForce?.amountFen ?? 0)} />
              ),
              figures: true,
            },
            {
              name: t('预警', 'Alert'),
              cell: (one) =>
                one.alertId ? <a href={paths.alert(one.alertId)}>{t('打开', 'Open')}</a> : '—',
            },
          ]}
        />
      </Card>
    </>
  );
}
