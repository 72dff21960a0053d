import type { Child } from 'hono/jsx';
import { MOST_ROWS } from '../../adapters/excel/list-file.ts';
import type { Day } from '../../lib/day.ts';
import { type Fen, formatYuan } from '../../lib/fen.ts';
import type { Fault, Problem } from '../../lib/problem.ts';
import { asFile, paths } from './paths.ts';
import { useSay } from './say.ts';
import { wordOf } from './words.ts';

/** A form that was refused: why, and what had been typed. */
export interface Refused {
  problem: Problem;
  values: Readonly<Record<string, string>>;
}

/** A level, by word, shape and colour. */
export function Level({ level }: { level: string }) {
  return <span class={`level level-${level}`}>{wordOf(useSay(), 'level', level)}</span>;
}

/** An amount in yuan. */
export const Money = ({ fen }: { fen: Fen }) => (
  <span class="num">
    {formatYuan(fen)} {useSay()('元', 'yuan')}
  </span>
);

/** A day; a dash where there is none. */
export const DayText = ({ day }: { day: Day | null | undefined }) =>
  day ? (
    <time class="num" datetime={day}>
      {day}
    </time>
  ) : (
    <span class="quiet">—</span>
  );

/** An instant, to the minute, as clocks show it in Shanghai; a dash where there is none. */
export const InstantText = ({ at }: { at: string | null }) =>
  at ? (
    <time class="num" datetime={new Date(at).toISOString()}>
      {new Date(at).toLocaleString('sv', { timeZone: 'Asia/Shanghai' }).slice(0, 16)}
    </time>
  ) : (
    <span class="quiet">—</span>
  );

/** An organisation by its name, with its code. */
export const Company = ({ company, companyId }: { company: string; companyId: string }) => (
  <>
    {company} <span class="small quiet num">{companyId}</span>
  </>
);

/** What is said at the head of a page: that something was done, or why not. */
export const Banner = ({
  kind,
  children,
}: {
  kind?: 'good' | 'bad' | undefined;
  children?: Child;
}) => (
  <div class={`banner${kind ? ` banner-${kind}` : ''}`} role={kind === 'bad' ? 'alert' : 'status'}>
    {children}
  </div>
);

export const Card = ({
  title,
  aside,
  children,
}: {
  title: Child;
  aside?: Child;
  children?: Child;
}) => (
  <section class="card">
    <div class="card-head">
      <h2>{title}</h2>
      {aside}
    </div>
    {children}
  </section>
);

export interface Column<Row> {
  name: string;
  cell: (row: Row) => Child;
  /** Figures stand right. */
  figures?: true;
}

interface TableOf<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** What stands there when there is none. */
  empty: Child;
}

/** A table that a small screen shows row below row. */
export function Table<Row>({ caption, columns, rows, empty }: TableOf<Row>) {
  if (rows.length === 0) return <p class="quiet">{empty}</p>;
  return (
    <table class="stack">
      <caption class="hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ name, figures }) => (
            <th scope="col" class={figures && 'num'}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {columns.map(({ name, cell, figures }) => (
              <td data-name={name} class={figures && 'num'}>
                <span>{cell(row)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Name and value, one below the other; where there is no value the name is left out. */
export const Facts = ({
  rows,
  wide,
}: {
  rows: readonly (readonly [name: string, value: Child])[];
  /** Side by side where there is room. */
  wide?: true;
}) => (
  <dl class={wide ? 'facts wide' : 'facts'}>
    {rows
      .filter(([, value]) => value)
      .map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
  </dl>
);

/** Alerts by what they are called, each a link that a finger finds. */
export const AlertLinks = ({ alerts }: { alerts: readonly TitledAlert[] }) => (
  <ul class="links">
    {alerts.map(({ alertId, level, title, period }) => (
      <li>
        <Level level={level} />{' '}
        <a href={paths.alert(alertId)}>
          {title} {period !== '-' && <span class="num">{period}</span>}
        </a>
      </li>
    ))}
  </ul>
);

/** An alert by what it is called. */
export interface TitledAlert {
  alertId: string;
  level: string;
  title: string;
  period: string;
}

interface PagerOf {
  first: string | null;
  next: string | null;
  /** The list's own address under its filters: its whole is had as a file. */
  file?: string;
}

/** To the first page of a list, to the next one, and to all of it as a file. */
export function Pager({ first, next, file }: PagerOf) {
  const t = useSay();
  if (first === null && next === null && file === undefined) return null;
  return (
    <nav class="pager" aria-label={t('翻页和导出', 'Pages and files')}>
      {first && <a href={first}>{t('回到第一页', 'First page')}</a>}
      {next && (
        <a class="button plain" rel="next" href={next}>
          {t('下一页', 'Next page')}
        </a>
      )}
      {file && <Files list={file} />}
    </nav>
  );
}

function Files({ list }: { list: string }) {
  const t = useSay();
  const most = MOST_ROWS.toLocaleString('en');
  return (
    <p class="files small">
      {t('导出：', 'Export: ')}
      <a href={asFile(list, 'xlsx')}>Excel</a> <a href={asFile(list, 'csv')}>CSV</a>{' '}
      <span class="quiet">
        {t(`当前条件下的全部，至多 ${most} 行`, `all that match, ${most} rows at most`)}
      </span>
    </p>
  );
}

/** What a refusal says of one member of a form. */
function faultOf(refused: Refused | undefined, name: string): string | undefined {
  const errors = (refused?.problem.extra.errors ?? []) as readonly Fault[];
  return errors.find(({ pointer }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`))
    ?.message;
}

interface FieldOf {
  name: string;
  label: string;
  hint?: string;
  refused?: Refused | undefined;
  value?: string | undefined;
  type?: 'text' | 'password' | 'date' | 'number' | 'search' | 'file';
  required?: boolean;
  maxlength?: number;
  autocomplete?: string;
  inputmode?: 'numeric';
  /** Several lines. */
  rows?: number;
  /** A choice among these. */
  options?: readonly (readonly [value: string, word: string])[];
  /** Tells apart fields of one name on one page. */
  of?: string;
}

/** A member of a form with its label, its hint and what was wrong with it. */
export function Field({ name, label, hint, refused, options, of, rows, ...input }: FieldOf) {
  const id = of ? `${of}-${name}` : name;
  const fault = faultOf(refused, name);
  const value = input.type === 'password' ? undefined : (refused?.values[name] ?? input.value);
  const about = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  const common = {
    id,
    name,
    required: input.required,
    'aria-invalid': fault ? ('true' as const) : undefined,
    'aria-describedby': about || undefined,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault && (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
      {options ? (
        <select {...common}>
          {options.map(([code, word]) => (
            <option value={code} selected={code === value}>
              {word}
            </option>
          ))}
        </select>
      ) : rows ? (
        <textarea {...common} rows={rows} maxlength={input.maxlength}>
          {value}
        </textarea>
      ) : (
        <input {...common} {...input} type={input.type ?? 'text'} value={value} />
      )}
    </div>
  );
}

/** Why a form was refused, above it; what is said of single members stands there. */
export function Refusal({ refused }: { refused: Refused | undefined }) {
  const t = useSay();
  if (!refused) return null;
  const { code, detail, extra } = refused.problem;
  const errors = (extra.errors ?? []) as readonly Fault[];
  return (
    <Banner kind="bad">
      <p>
        {code === 'invalid-input'
          ? t(
              '填写有误，尚未存入；请改正后重新提交。',
              'Some entries are wrong; nothing was stored.',
            )
          : detail}
      </p>
      {errors.length > 0 && (
        <ul>
          {errors.map(({ message }) => (
            <li>{message}</li>
          ))}
        </ul>
      )}
    </Banner>
  );
}

/** The key by which a form that comes twice is known; a form that was refused keeps it. */
export const Once = ({ refused }: { refused?: Refused | undefined }) => (
  <input type="hidden" name="once" value={refused?.values.once ?? crypto.randomUUID()} />
);

/** The end of a form of filters: find, or ask for all again. */
export function Find({ all }: { all: string }) {
  const t = useSay();
  return (
    <div class="field">
      <button type="submit">{t('查找', 'Find')}</button> <a href={all}>{t('清除', 'Clear')}</a>
    </div>
  );
}
