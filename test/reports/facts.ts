import type { NoticeAlert, NoticeFacts } from '../../reports/notice-facts.ts';

/** An alert of W01 about invented people. */
export function anAlert(part: Partial<NoticeAlert> = {}): NoticeAlert {
  return {
    rule: 'W01',
    ruleVersion: '1',
    ruleTitle: '月工资逾期未发',
    level: 'orange',
    subject: '赣榆宏达劳务有限公司',
    period: '2026-09',
    sentence: '2026年9月工资应于2026年10月15日发放，仍有12名农民工合计68,400.00元未发放到本人账户',
    amounts: { dueFen: 512_340_00, paidFen: 443_940_00, gapFen: 68_400_00 },
    dueDay: '2026-10-15',
    daysLate: 7,
    workers: 12,
    firstDay: '2026-10-16',
    ...part,
  };
}

/** A draft of a 预警通知书 with every part filled. */
export function noticeFacts(part: Partial<NoticeFacts> = {}): NoticeFacts {
  return {
    template: 'notice-1',
    instrument: 'warning',
    level: 'orange',
    authority: { name: '连云港市住房和城乡建设局', phone: '0518-00000000', contact: '王某' },
    addressee: { name: '江苏海州建工集团有限公司', uscc: '91320700MA1ABCDE0X' },
    copies: ['连云港市人力资源和社会保障局', '海州湾置业有限公司'],
    project: { code: '3207062603150001', name: '海州湾安置房二期（一标段）工程' },
    alerts: [anAlert()],
    laws: [
      {
        title: '保障农民工工资支付条例',
        article: '第三十条第一款',
        text: '分包单位对所招用农民工的实名制管理和工资支付负直接责任。',
      },
    ],
    asks: ['立即足额补发所欠工资', '核实代发失败原因，更正本人工资卡信息'],
    replyDays: 5,
    consequences: ['逾期未整改的，依法限制市场准入'],
    verification: '以平台中银行回执数据为准',
    dataTime: '2026-10-22T23:59:59+08:00',
    number: null,
    approved: false,
    issuedOn: null,
    ...part,
  };
}
