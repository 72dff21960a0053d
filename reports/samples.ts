import { deflateSync } from 'node:zlib';
import {
  type Instrument,
  NOTICE_TEMPLATE,
  type NoticeAlert,
  type NoticeFacts,
  type NoticeLaw,
  type NoticeLevel,
} from './notice-facts.ts';

// Invented papers, to look at without a database. Nobody named here exists.

export interface Sample {
  /** The file's name, without its ending. */
  name: string;
  facts: NoticeFacts;
}

/** Little, much, and all that bad luck can bring. */
export const SIZES = ['short', 'long', 'extreme'] as const;
export type Size = (typeof SIZES)[number];

const LEVELS: Readonly<Record<Instrument, NoticeLevel>> = {
  reminder: 'yellow',
  warning: 'orange',
  supervision: 'red',
  referral: 'red',
};
const NUMBERS: Readonly<Record<Instrument, string>> = {
  reminder: '虚建提示〔2026〕15号',
  warning: '虚建预警〔2026〕108号',
  supervision: '虚建督办〔2026〕3号',
  referral: '虚建移送〔2026〕1号',
};

const REPEATED = '海州湾新区农民工工资保障示范';
/** Longer than a line can be, with a blank in no place. */
export const repeated = (length: number) =>
  REPEATED.repeat(Math.ceil(length / REPEATED.length)).slice(0, length);
export const LARGEST = 99_999_999_999_99;
export const MIXED = '𬱖䶮㛃·阿卜杜热西提 Ablimit Rozi 建筑劳务（连云港）有限公司';

const amounts = (size: Size) =>
  size === 'extreme'
    ? { dueFen: LARGEST, paidFen: 0, gapFen: LARGEST }
    : { dueFen: 512_340_00, paidFen: 443_940_00, gapFen: 68_400_00 };

/** As the rules write of them; `index` changes rule, month and firm. */
function alertOf(index: number, level: NoticeLevel, size: Size): NoticeAlert {
  const months = ['2026-07', '2026-08', '2026-09'];
  const period = months[index % 3] as string;
  const month = `2026年${Number(period.slice(5))}月`;
  const wages = index % 2 === 0;
  const subject = size === 'extreme' ? MIXED : '虚构劳务有限公司';
  return {
    rule: wages ? 'W01' : 'W03',
    ruleVersion: '1',
    ruleTitle: wages ? '月工资逾期未发' : '代发失败未补发',
    level,
    subject,
    period,
    sentence: wages
      ? `${month}工资应于2026年10月15日发放，截至2026年10月22日仍有12名工人共68,400.00元未付至本人账户，逾期7天。`
      : `${month}工资代发失败后，截至2026年10月22日仍有3名工人共9,600.00元未补发，超过五个工作日。`,
    amounts: amounts(size),
    dueDay: '2026-10-15',
    daysLate: 7,
    workers: size === 'extreme' ? 900 : 12,
    firstDay: '2026-10-16',
  };
}

const LAWS: NoticeLaw[] = [
  {
    title: '《保障农民工工资支付条例》（国务院令第724号）',
    article: '第十四条第一款',
    text: '用人单位与农民工书面约定或者依法制定的规章制度规定的具体支付日期，可以在农民工提供劳动的当期或者次期。具体支付日期遇法定节假日或者休息日的，应当在法定节假日或者休息日前支付。',
  },
  {
    title: '《保障农民工工资支付条例》（国务院令第724号）',
    article: '第三十条第三款',
    text: '分包单位拖欠农民工工资的，由施工总承包单位先行清偿，再依法进行追偿。',
  },
];

/** Named, not quoted. */
const ORDERED: NoticeLaw = { title: '《劳动保障监察条例》', article: '第二十六条', text: '' };

const ALERTS: Readonly<Record<Size, number>> = { short: 1, long: 4, extreme: 24 };

function partsOf(instrument: Instrument, size: Size): Partial<NoticeFacts> {
  const long = size !== 'short';
  const owner = { name: '虚构城市建设投资有限公司', uscc: '91320799MA0000001A' };
  const digest = '0123456789abcdef'.repeat(4);
  return {
    ...(long && {
      consequences: ['逾期未整改的，将提高预警等级，并视情移送人力资源和社会保障部门依法处理。'],
    }),
    ...(long && { addition: '请一并说明项目资金安排和后续用工计划。' }),
    ...(instrument === 'supervision' && {
      earlier: [
        {
          number: '虚建预警〔2026〕88号',
          issuedOn: '2026-09-08',
          unresolved: '至今没有经认可的回复',
        },
      ],
      ...(long && { also: [owner] }),
    }),
    ...(instrument === 'referral' && {
      replyDays: 0,
      copies: [],
      asks: ['请依法核查处理上述线索。'],
      consequences: null,
      parties: [
        { role: '建设单位', ...owner },
        { role: '施工总承包单位', name: '虚构建工集团有限公司', uscc: '91320799MA0000003T' },
        { role: '用人单位', name: size === 'extreme' ? MIXED : '虚构劳务有限公司', uscc: null },
      ],
      evidence: Array.from({ length: ALERTS[size] }, (_, index) => ({
        name: `预警W01（2026-0${(index % 9) + 1}）事实数据，截至2026年10月22日`,
        sha256: digest,
      })),
      orders: [
        {
          respondent: { name: '虚构劳务有限公司', uscc: null },
          found: ['2026年9月工资应于2026年10月15日发放，仍有12名工人共68,400.00元未付至本人账户。'],
          workers: 12,
          amountFen: size === 'extreme' ? LARGEST : 68_400_00,
          ...(long && {
            grounds: [ORDERED],
            penalties: [ORDERED, { ...ORDERED, article: '第三十条' }],
          }),
        },
      ],
    }),
  };
}

function sampleOf(instrument: Instrument, size: Size): Sample {
  const extreme = size === 'extreme';
  const approved = size === 'long';
  const level = LEVELS[instrument];
  const labour = instrument === 'referral';
  const facts: NoticeFacts = {
    template: NOTICE_TEMPLATE,
    instrument,
    level,
    authority: extreme
      ? { name: '虚构市海州湾新区住房和城乡建设与农民工工资支付保障工作领导小组办公室' }
      : { name: '虚构市住房和城乡建设局', phone: '0518-00000000', contact: '王某' },
    addressee: labour
      ? { name: '虚构市人力资源和社会保障局' }
      : {
          name: extreme ? `${repeated(116)}有限公司` : '虚构建工集团有限公司',
          uscc: '91320799MA0000003T',
        },
    copies:
      size === 'short'
        ? []
        : ['虚构市人力资源和社会保障局', '虚构城市建设投资有限公司', ...(extreme ? [MIXED] : [])],
    project: {
      code: '3207992603150001',
      name: extreme ? repeated(120) : '虚构安置房二期（一标段）工程',
    },
    alerts: Array.from({ length: ALERTS[size] }, (_, index) => alertOf(index, level, size)),
    laws: size === 'short' ? LAWS.slice(1) : LAWS,
    asks: [
      '请将拖欠的工资足额付至工人本人银行账户，以银行反馈为准。',
      ...(size === 'short' ? [] : ['请核对代发失败人员的本人账户后补发。']),
    ],
    replyDays: instrument === 'supervision' ? 2 : 5,
    verification: '以农民工工资专户监测预警系统中的银行回执、用工登记、工资支付表为准。',
    dataTime: '2026-10-22T23:59:59+08:00',
    number: approved ? NUMBERS[instrument] : null,
    approved,
    issuedOn: approved ? '2026-10-23' : null,
    verify:
      size === 'short'
        ? null
        : { code: 'K7QF-3M9D-XW2A', url: 'https://jiance.example.cn/verify/K7QF3M9DXW2A' },
    seal: approved ? sampleSeal() : null,
    ...partsOf(instrument, size),
  };
  return { name: `${instrument}-${size}`, facts };
}

/** Each instrument in each size. */
export function sampleNotices(): Sample[] {
  const instruments = Object.keys(LEVELS) as Instrument[];
  return instruments.flatMap((instrument) => SIZES.map((size) => sampleOf(instrument, size)));
}

/** A ring and a disc: no office's seal. */
export function sampleSeal(side = 480): NonNullable<NoticeFacts['seal']> {
  const row = Math.ceil(side / 8);
  const bits = new Uint8Array(row * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const r = Math.hypot(x + 0.5 - side / 2, y + 0.5 - side / 2) / (side / 2);
      if (r < 0.16 || (r > 0.93 && r <= 1)) {
        const at = y * row + (x >> 3);
        bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
      }
    }
  }
  return { width: side, height: side, bits: deflateSync(bits).toString('base64') };
}
