import type { Child } from 'hono/jsx';
import type { OwnMonth, OwnWages } from '../../domain/site/own-wages.ts';
import { formatMonth } from '../../lib/day.ts';
import { DayText, Money } from '../frame/parts.tsx';
import { paths } from '../frame/paths.ts';
import { type Say, useSay } from '../frame/say.ts';

/** What a worker is shown of his last months: of each how much, where it is, and what he can do. */
export function OwnMonths({ wages }: { wages: OwnWages }) {
  const t = useSay();
  const [latest, ...before] = wages.months;
  return (
    <div class="plainly">
      <h1>
        {wages.name}
        {t('的工资', '’s wages')}
      </h1>
      <p class="quiet">
        {wages.projectName}
        <br />
        {wages.contractor}
      </p>
      {latest && <Month own={latest} wages={wages} latest />}
      {before.map((own) => (
        <Month own={own} wages={wages} />
      ))}
      <details class="card">
        <summary>{t('工资卡不在我手里', 'My wage card is kept from me')}</summary>
        <Complain
          kind="card-withheld"
          month={latest?.month ?? ''}
          pass={wages.pass}
          button={t('告诉劳动监察部门', 'Tell the labour office')}
        />
      </details>
      <p>
        <a class="button plain" href={paths.myWages}>
          {t('看完了，关掉', 'Done, close this')}
        </a>
      </p>
    </div>
  );
}

function Month({ own, wages, latest }: { own: OwnMonth; wages: OwnWages; latest?: true }) {
  const t = useSay();
  const late = own.dueDay !== null && own.dueDay < wages.day;
  const name = formatMonth(own.month);
  return (
    <section class="card">
      <h2>{t(`${name}工资`, `Wages of ${own.month}`)}</h2>
      {own.where !== 'none' && own.where !== 'absent' && (
        <p class="sum">
          <Money fen={own.netFen} />
        </p>
      )}
      <p class={`where where-${own.where}`}>{sentence(t, own, late)}</p>
      {latest && own.where !== 'absent' && <Way own={own} />}
      {own.where !== 'absent' && (
        <details open={latest && late && own.where !== 'paid'}>
          <summary>{t('我没收到', 'I did not get it')}</summary>
          <Complain
            kind="wages"
            month={own.month}
            pass={wages.pass}
            button={t(`${name}工资我没收到`, `I did not get it: ${own.month}`)}
          />
        </details>
      )}
    </section>
  );
}

function sentence(
  t: Say,
  { where, paidFen, netFen, cardLast4, finalOn, dueDay }: OwnMonth,
  late: boolean,
): Child {
  const card = cardLast4
    ? t(`尾号 ${cardLast4} 的卡`, `the card ending in ${cardLast4}`)
    : t('你的卡', 'your card');
  const due = dueDay
    ? late
      ? t(`本来最晚 ${dueDay} 要发，已经晚了。`, ` Due by ${dueDay}: late.`)
      : t(`最晚 ${dueDay} 要发。`, ` Due by ${dueDay}.`)
    : '';
  switch (where) {
    case 'paid':
      return t(
        `银行说已经打到${card}${finalOn ? `，${finalOn}` : ''}。`,
        `The bank says it was paid to ${card}${finalOn ? ` on ${finalOn}` : ''}.`,
      );
    case 'returned':
      return t(
        `没有打成：银行退回来了。请拿身份证找劳资员，核对卡号，让他重新发。`,
        'The bank sent it back. Have the wage clerk check your card number and send it again.',
      );
    case 'at-bank':
      return paidFen > 0 && paidFen < netFen
        ? t(
            `只到了一部分，剩下的银行正在办。${due}`,
            `Part of it came; the bank is at the rest.${due}`,
          )
        : t(`银行正在办，还没有到卡上。${due}`, `The bank is at it.${due}`);
    case 'claimed':
      return t(
        `工资表已经做好，还没有让银行发。${due}`,
        `On the payroll; the bank was not told yet.${due}`,
      );
    case 'none':
      return t(`工资表上还没有你。${due}`, `You are on no payroll yet.${due}`);
    case 'absent':
      return t('这个月你没有在这个工地登记。', 'You were not registered on this site.');
  }
}

const REACHED: Readonly<Record<OwnMonth['where'], number>> = {
  absent: 0,
  none: 0,
  claimed: 1,
  'at-bank': 2,
  returned: 2,
  paid: 3,
};

/** The way of a month's money, from the owner to the card: what is done is marked by a tick and by a word. */
function Way({ own }: { own: OwnMonth }) {
  const t = useSay();
  const reached = REACHED[own.where];
  const steps: [name: string, done: boolean, day: Child][] = [
    [t('做工资表', 'Payroll made'), reached >= 1, null],
    [t('让银行发', 'Bank told to pay'), reached >= 2, null],
    [
      t('到你的卡', 'On your card'),
      reached >= 3,
      own.where === 'paid' && own.finalOn && <DayText day={own.finalOn} />,
    ],
  ];
  // Whose wages are on the card is not troubled with where the money came from.
  if (own.fundedOn !== undefined && (reached < 3 || own.fundedOn !== null))
    steps.unshift([
      t('建设单位拨钱到工资专户', 'The owner’s money is in the wage account'),
      own.fundedOn !== null,
      own.fundedOn && <DayText day={own.fundedOn} />,
    ]);
  return (
    <ol class="way">
      {steps.map(([name, done, day]) => (
        <li class={done ? 'way-done' : 'way-open'}>
          <b>{name}</b> {done ? t('✓ 已办', '✓ done') : t('还没有', 'not yet')} {day}
        </li>
      ))}
    </ol>
  );
}

function Complain({
  kind,
  month,
  pass,
  button,
}: {
  kind: 'wages' | 'card-withheld';
  month: string;
  pass: string;
  button: string;
}) {
  const t = useSay();
  const id = `text-${kind}-${month}`;
  return (
    <form method="post" action={paths.myComplaint} data-quiet>
      <input type="hidden" name="pass" value={pass} />
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="month" value={month} />
      <div class="field">
        <label for={id}>{t('还想说的话（可以不填）', 'Anything else (optional)')}</label>
        <textarea id={id} name="text" rows={2} maxlength={500} />
      </div>
      <p class="hint">
        {t(
          '只有劳动监察部门看得到，老板和班组长看不到。',
          'Only the labour office sees this, no boss and no foreman.',
        )}
      </p>
      <button type="submit">{button}</button>
    </form>
  );
}
