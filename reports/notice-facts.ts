import { createHash } from 'node:crypto';

/** The form of the paper and of these facts. A change of either is a new version. */
export const NOTICE_TEMPLATE = 'notice-3';
/** Papers of these are drawn as they were. */
const EARLY_TEMPLATES = ['notice-1', 'notice-2'] as const;

/** 提示函, 农民工工资支付预警通知书, 督办函, 工资支付隐患线索移送函. */
export type Instrument = 'reminder' | 'warning' | 'supervision' | 'referral';
export type NoticeLevel = 'yellow' | 'orange' | 'red';

/**
 * All that a notice says, frozen in the database with it: the same facts give the same paper.
 * JSON-serialisable; the order of keys means nothing. Optional members may be absent or null;
 * what is absent leaves no hole on the paper.
 */
export interface NoticeFacts {
  /** Facts frozen under an older one lack what came later, and give the paper they gave. */
  template: (typeof EARLY_TEMPLATES)[number] | typeof NOTICE_TEMPLATE;
  instrument: Instrument;
  level: NoticeLevel;
  /** Who signs: full name for the head of the paper, telephone and (optional) person to ask. */
  authority: { name: string; phone?: string | null; contact?: string | null };
  /** 主送. */
  addressee: Party;
  /** Whom a joint letter is addressed to as well. */
  also?: Party[] | null;
  /** 抄送, in the order in which they are printed. */
  copies: string[];
  project: { code: string; name: string };
  /** At least one, in the order in which they are printed. */
  alerts: NoticeAlert[];
  /** Only texts that were checked and are in force: whoever builds the facts answers for that. */
  laws: NoticeLaw[];
  /** What the addressee is asked to do, one sentence each, without numbers. */
  asks: string[];
  /** What the inspector added to the draft, a paragraph of its own. */
  addition?: string | null;
  /** Who is concerned (主体信息), for 移送函. */
  parties?: (Party & { role: string })[] | null;
  /** 证据清单, for 移送函: what there is, and the SHA-256 (hex) of what can be hashed. */
  evidence?: { name: string; sha256?: string | null }[] | null;
  /** Draft data of 限期改正指令书 for the labour office, which alone may issue one; for 移送函. */
  orders?: OrderDraft[] | null;
  /** Working days for the reply, counted from service (送达); 0: none is asked for. */
  replyDays: number;
  /** The last day for the reply, once it is known. */
  replyDay?: string | null;
  /** How to reply; the default is in writing. */
  replyHow?: string | null;
  /** What follows when nothing is done (逾期后果), one sentence each. */
  consequences?: string[] | null;
  /** How it is checked that things were put right (核验方式). */
  verification?: string | null;
  /** Notices that went before (前期预警情况), for 督办函. */
  earlier?: { number: string; issuedOn: string; unresolved: string }[] | null;
  /** 数据截止时间: RFC 3339 with the offset +08:00, e.g. `2026-09-08T23:59:59+08:00`. */
  dataTime: string;
  /** The newest block of the trail sealed by the data time, with its hash (64 hex digits); from notice-2 on. */
  trail?: { blockNo: number; hash: string } | null;
  /** 发文字号, e.g. 连建函〔2026〕15号; null for a draft. */
  number: string | null;
  /** 验证码, drawn at approval, and the page that answers it; `url` is empty where the service's address is not configured. */
  verify?: { code: string; url: string } | null;
  /** The authority's seal, from approval on: bits of a stencil, deflated, in base64. */
  seal?: { width: number; height: number; bits: string } | null;
  /** False: the paper says that it takes effect only when approved and sealed. */
  approved: boolean;
  /** 成文日期, `YYYY-MM-DD`; null for a draft. */
  issuedOn: string | null;
}

/** What the labour office may take over into a 限期改正指令书; what only it decides is not here. */
export interface OrderDraft {
  respondent: Party;
  /** 认定的事实, sentences. */
  found: string[];
  workers?: number | null;
  amountFen: number;
  /** 指令依据, 逾期处罚依据: named, not quoted, so their texts are empty. None: left to the labour office. */
  grounds?: NoticeLaw[] | null;
  penalties?: NoticeLaw[] | null;
}

export interface Party {
  name: string;
  /** Unified social credit code, null where there is none. */
  uscc?: string | null;
}

/** Whether the facts were frozen for a form that is no longer given to new papers. */
export const isEarly = ({ template }: Pick<NoticeFacts, 'template'>): boolean =>
  (EARLY_TEMPLATES as readonly string[]).includes(template);

/** Whether papers of the facts' template can still be drawn. */
export const isKnown = (facts: Pick<NoticeFacts, 'template'>): boolean =>
  facts.template === NOTICE_TEMPLATE || isEarly(facts);

/** One alert as it stood at `dataTime`. Money in whole fen, days as `YYYY-MM-DD`. */
export interface NoticeAlert {
  /** Code of the rule, e.g. `W01`. */
  rule: string;
  ruleVersion?: string | null;
  /** Chinese title of the rule. */
  ruleTitle: string;
  level: NoticeLevel;
  /** Whom or what it is about, as a reader knows it (a firm's name, an account's tail); never an identity number. */
  subject: string;
  /** `YYYY-MM`, or `-` where the rule has no period. */
  period: string;
  /** The rule's own sentence, in plain Chinese. */
  sentence: string;
  amounts: {
    dueFen?: number | null;
    paidFen?: number | null;
    /** What is missing. */
    gapFen?: number | null;
    /** What the matter is about, where nothing is said to be missing. */
    involvedFen?: number | null;
  };
  dueDay?: string | null;
  daysLate?: number | null;
  /** How many workers it touches. */
  workers?: number | null;
  /** The day on which the alert was first found. */
  firstDay: string;
}

/** One article: `title` with or without 《》, `article` as printed (第十四条第一款), the exact `text`. */
export interface NoticeLaw {
  title: string;
  article: string;
  text: string;
}

/** Every text of law that a paper of the facts quotes or names. */
export const citedIn = ({ laws, orders }: Pick<NoticeFacts, 'laws' | 'orders'>): NoticeLaw[] => [
  ...laws,
  ...(orders ?? []).flatMap(({ grounds, penalties }) => [...(grounds ?? []), ...(penalties ?? [])]),
];

/** SHA-256 (hex) of the facts' canonical JSON: keys sorted, absent and null alike left out. */
export function factsDigest(facts: NoticeFacts): string {
  return createHash('sha256').update(canonical(facts)).digest('hex');
}

/** Every text in the facts with its JSON pointer (RFC 6901), in order. */
export function* textsOf(value: unknown, pointer = ''): Generator<[string, string]> {
  if (typeof value === 'string') yield [pointer, value];
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) yield* textsOf(member, `${pointer}/${key}`);
  }
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}
