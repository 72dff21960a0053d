import type { NoticeAlert } from '../../reports/notice-facts.ts';
import type { DraftDue } from '../../src/domain/notices/draft.ts';
import type { Rule } from '../rule.ts';

type Found = { alert: DraftDue['alerts'][number]; rule: Rule };

const familyOf = ({ id }: Rule) => id.slice(0, 1);

/** What a paper is checked against, by family of rules. */
const RECORDS: Record<string, string[]> = {
  W: ['银行回执', '用工登记', '工资支付表'],
  F: ['银行流水', '人工费用拨付约定'],
  A: ['银行流水', '账户登记'],
  S: ['结算办理记录'],
  D: ['工资保证金登记'],
  R: ['用工登记', '考勤记录', '现场资料登记'],
};

/** 核验方式: the records that decide whether things were put right. */
export function verificationOf(rules: readonly Rule[]): string {
  const records = new Set(rules.flatMap((rule) => RECORDS[familyOf(rule)] ?? []));
  return `以农民工工资专户监测预警系统中的${[...records].join('、') || '登记数据'}为准。`;
}

/** 逾期后果: none for a reminder. Settlement is no matter of the labour office. */
export function consequencesOf(rules: readonly Rule[], level: number): string[] {
  if (level === 1) return [];
  const settlement = rules.some((rule) => familyOf(rule) === 'S');
  const other = rules.some((rule) => familyOf(rule) !== 'S');
  const then = [
    other ? '移送人力资源和社会保障部门依法处理' : '',
    settlement ? '提请有关主管部门按照职责处理' : '',
  ].filter((part) => part !== '');
  return level === 2
    ? [`逾期未整改的，将提高预警等级，并视情${then.join('、')}。`]
    : [`逾期未办结的，将${then.join('、')}，并按规定记入信用记录。`];
}

/** The title of an alert: what is not late yet is not called late. */
export function titleOf({ alert, rule }: Found): string {
  const { daysLate } = alert.facts as { daysLate?: number };
  const early = daysLate !== undefined && daysLate <= 0 ? EARLY[rule.id] : undefined;
  return early ?? rule.title;
}

const EARLY: Record<string, string> = { S01: '结算审核即将到期', D04: '保函即将到期' };

/** The rules' sentences; what one has said about the project the later ones do not say again. */
export function sentencesOf(found: readonly Found[]): string[] {
  const said = new Set<string>();
  return found.map((each) => {
    const clauses = each.rule.sentence(each.alert.facts).split(/(?<=[；。])/u);
    const fresh = clauses.filter((clause, index) => {
      const words = clause.slice(0, -1);
      const known = said.has(words);
      said.add(words);
      return index === 0 || !known;
    });
    return `${fresh.join('').replace(/[；。]$/u, '')}。${sameMoney(each, found)}`;
  });
}

/** Money that another alert of the paper counts as well (law.md 11.8): nobody shall add the two up. */
const SAME_MONEY: Record<string, { rules: string[]; which: string }> = {
  W03: { rules: ['W01'], which: '其中代发失败超过五个工作日的款项' },
  // Of whatever month: leavers are told of together.
  W08: { rules: ['W01', 'W02', 'W03'], which: '其中已到工资支付日的款项' },
  F05: { rules: ['F01'], which: '该款项' },
  F08: { rules: ['F01', 'F02'], which: '该款项' },
  S09: { rules: ['S05'], which: '该款项' },
};

function sameMoney({ alert, rule }: Found, found: readonly Found[]): string {
  const same = SAME_MONEY[rule.id];
  if (!same || (alert.period === '-' && alert.amountFen === 0)) return '';
  const places = found.flatMap((other, at) =>
    same.rules.includes(other.rule.id) &&
    other.alert.subject === alert.subject &&
    (alert.period === '-' || other.alert.period === alert.period)
      ? [at + 1]
      : [],
  );
  return places.length === 0 ? '' : `${same.which}已计入第${places.join('、')}项，不重复计算。`;
}

interface AmountFacts {
  dueDay?: string;
  dueFen?: number;
  owedFen?: number;
  agreedFen?: number | null;
  paidFen?: number;
  receivedFen?: number;
}

/** Rules whose amount is what a matter is about, not what is missing. */
const INVOLVED = new Set(['W07', 'A04', 'A05', 'F04', 'S01', 'S02', 'S07', 'S10', 'S11']);

/** The amounts of the table. An amount that is unknown is absent, not nought. */
export function amountsOf({ alert, rule }: Found): NoticeAlert['amounts'] {
  const facts = alert.facts as AmountFacts;
  const amountFen = alert.amountFen || null;
  if (INVOLVED.has(rule.id)) return { involvedFen: amountFen };
  // Wages owed beside a finding that is about no money (D01, F07) are not what it asks for.
  if (amountFen === null) return { dueFen: null, paidFen: null, gapFen: null };
  return {
    dueFen: facts.owedFen ?? facts.agreedFen ?? null,
    paidFen: facts.paidFen ?? facts.receivedFen ?? null,
    gapFen: amountFen,
  };
}

/** The last day of a duty; a day on which something merely happened is none. */
export function dueDayOf({ alert }: Found): string | null {
  return (alert.facts as AmountFacts).dueDay ? alert.dueDay : null;
}
