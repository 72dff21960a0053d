import { NOTICE_TEMPLATE, type NoticeFacts } from '../reports/notice-facts.ts';

/** A notice of one page as a night would draft it; `i` changes its names, numbers and amounts. */
export function aNotice(i: number): NoticeFacts {
  const gapFen = 68_400_00 + i * 1_00;
  const workers = 12 + (i % 30);
  return {
    template: NOTICE_TEMPLATE,
    instrument: 'warning',
    level: 'orange',
    authority: { name: '虚构市住房和城乡建设局', phone: '0518-00000000' },
    addressee: { name: `虚构第${i}建工集团有限公司`, uscc: '91320799MA0000003T' },
    copies: ['虚构市人力资源和社会保障局', '虚构置业有限公司'],
    project: { code: `BENCH-${i}`, name: `虚构安置房${i}期（一标段）工程` },
    alerts: [
      {
        rule: 'W01',
        ruleTitle: '月工资逾期未发',
        level: 'orange',
        subject: '虚构劳务有限公司',
        period: '2026-09',
        sentence: `2026年9月工资应于10月15日发放，截至10月22日仍有${workers}名工人共${gapFen / 100}元未到账，逾期7天。`,
        amounts: { dueFen: 512_340_00, paidFen: 512_340_00 - gapFen, gapFen },
        dueDay: '2026-10-15',
        daysLate: 7,
        workers,
        firstDay: '2026-10-16',
      },
    ],
    laws: [
      {
        title: '保障农民工工资支付条例',
        article: '第三十条第一款',
        text: '分包单位对所招用农民工的实名制管理和工资支付负直接责任。',
      },
    ],
    asks: ['请将拖欠的工资足额付至工人本人银行账户，以银行反馈为准。'],
    replyDays: 5,
    consequences: ['逾期未整改的，将提高预警等级，并视情移送人力资源和社会保障部门依法处理。'],
    verification: '以农民工工资专户监测预警系统中的银行回执、用工登记为准。',
    dataTime: '2026-10-22T23:59:59+08:00',
    number: null,
    approved: false,
    issuedOn: null,
  };
}
