import { instrumentNames } from '../src/lib/terms.ts';
import type { Instrument, NoticeLevel } from './notice-facts.ts';

/** What the instruments say differently. */
export interface Wording {
  name: string;
  self: string;
  opening: string;
  facts: string;
  laws: string;
  asks: string;
  reply: string;
}

export const WORDING: Readonly<Record<Instrument, Wording>> = {
  reminder: {
    name: instrumentNames.reminder,
    self: '本函',
    opening: '存在以下情况，现予提示。',
    facts: '有关情况',
    laws: '法律依据',
    asks: '建议措施',
    reply: '反馈期限与方式',
  },
  warning: {
    name: instrumentNames.warning,
    self: '本通知书',
    opening: '存在以下问题，现予以预警，请按期整改。',
    facts: '预警事实',
    laws: '法律依据',
    asks: '整改事项',
    reply: '整改期限与反馈方式',
  },
  supervision: {
    name: instrumentNames.supervision,
    self: '本函',
    opening: '存在以下问题尚未解决，现予以督办。',
    facts: '督办事项',
    laws: '法律依据',
    asks: '督办要求',
    reply: '办结时限与报告要求',
  },
  referral: {
    name: instrumentNames.referral,
    self: '本函',
    opening: '存在以下工资支付隐患线索，属于贵单位职责范围，现予移送。',
    facts: '有关事实',
    laws: '涉嫌条款',
    asks: '移送意见',
    reply: '情况反馈',
  },
};

export const LEVELS: Readonly<Record<NoticeLevel, string>> = {
  yellow: '黄色',
  orange: '橙色',
  red: '红色',
};

/** What a family of rules (first letter of the code) is about. */
export const MATTERS: Readonly<Record<string, string>> = {
  W: '农民工工资支付',
  F: '人工费用拨付',
  A: '农民工工资专用账户管理',
  R: '实名制管理',
  S: '工程结算支付',
  D: '农民工工资保证金',
};

/** A warning of settlements alone speaks of no wages. */
export const SETTLEMENT_WARNING = '工程结算支付预警通知书';
