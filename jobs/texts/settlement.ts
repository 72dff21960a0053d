import { city, source, text } from './text.ts';

const civilCode = source('《中华人民共和国民法典》', 'V1', '2021-01-01');
const accountMeasures = source(
  '《工程建设领域农民工工资专用账户管理暂行办法》（人社部发〔2021〕53号）',
  'V2',
  '2021-07-07',
);
// Its sentence was seen cut short, and that it is still in force has not been checked.
const jiangsuAccounts = source(
  '《江苏省工程建设领域农民工工资专用账户管理细则》（苏人社规〔2022〕3号）',
  'R',
  '2022-03-11',
);
const settlementMeasures = source(
  '《建设工程价款结算暂行办法》（财建〔2004〕369号）',
  'V2',
  '2004-10-20',
);
// Its words, number and day were seen, its title is recalled.
const processSettlement = source(
  '《关于完善建设工程价款结算有关办法的通知》（财建〔2022〕183号）',
  'R',
  '2022-08-01',
);
const smallFirms = source('《保障中小企业款项支付条例》（国务院令第802号）', 'V1', '2025-06-01');
// Its words were seen, its title was not: no paper prints it.
const progressNotice = source(
  '《关于完善建设工程价款结算有关办法的通知》（财建〔2022〕183号）',
  'R',
  '2022-08-01',
);
const privateEconomy = source('《中华人民共和国民营经济促进法》', 'V1', '2025-05-20');

/** Texts on the wage account, on settlement and payment, and on how terms are counted. */
export const settlementTexts = {
  citySettlement: text(
    'city-18-settlement',
    city,
    '第18项',
    '严格履行合同约定，按时足额支付工程进度款、工资款、工程尾款；',
  ),
  cityAuditPretext: text(
    'city-18-audit',
    city,
    '第18项',
    '不得强制或变相强制要求以国家审计结果作为结算依据，建设单位不得以未完成审计为由延期工程结算、拖欠工程款和工资款。',
  ),
  accountWithinThirtyDays: text(
    'account-opening',
    accountMeasures,
    null,
    '总包单位应当在工程施工合同签订之日起30日内开立专用账户，并与建设单位、开户银行签订资金管理三方协议。',
  ),
  accountOnlyToWorkers: text(
    'account-use',
    accountMeasures,
    null,
    '开户银行不得将专用账户资金转入除本项目农民工本人银行账户以外的账户',
  ),
  accountFiling: text(
    'account-filing',
    accountMeasures,
    null,
    '总包单位应当在专用账户开立后的30日内报项目所在地专用账户监管部门备案。',
  ),
  accountName: text(
    'account-name',
    accountMeasures,
    null,
    '专用账户名称为总包单位名称加工程建设项目名称后加“农民工工资专用账户”。',
  ),
  labourCostInContract: text(
    'account-contract',
    accountMeasures,
    null,
    '建设单位与总包单位订立书面工程施工合同时，应当约定以下事项：……（二）建设单位拨付人工费用的周期和拨付日期；（三）人工费用的数额或者占工程款的比例等。',
  ),
  transferOnTime: text(
    'account-transfer',
    accountMeasures,
    null,
    '建设单位应当按工程施工合同约定的数额或者比例等，按时将人工费用拨付到总包单位专用账户。人工费用拨付周期不得超过1个月。',
  ),
  jiangsuAccountOpening: text(
    'js-account-3',
    jiangsuAccounts,
    '第三条',
    '专用账户按工程建设项目开立。总包单位应自工程施工合同签订之日起30日内开……',
  ),
  settlementReview: text(
    'settlement-14',
    settlementMeasures,
    '第十四条',
    '单项工程竣工后，承包人应在提交竣工验收报告的同时，向发包人递交竣工结算报告及完整的结算资料，发包人应按以下规定时限进行核对（审查）并提出审查意见：',
  ),
  settlementPayment: text(
    'settlement-16',
    settlementMeasures,
    '第十六条',
    '根据确认的竣工结算报告，承包人向发包人申请支付工程竣工结算款。发包人应在收到申请后15天内支付结算款，到期没有支付的应承担违约责任。',
  ),
  progressShare: text(
    'progress-183-1',
    progressNotice,
    null,
    '政府机关、事业单位、国有企业建设工程进度款支付应不低于已完成工程价款的80%；',
  ),
  smallFirmsPublicTerm: text(
    'sme-9-1',
    smallFirms,
    '第九条第一款',
    '……应当自货物、工程、服务交付之日起30日内支付款项；合同另有约定的，从其约定，但付款期限最长不得超过60日。',
  ),
  smallFirmsLargeTerm: text(
    'sme-9-2',
    smallFirms,
    '第九条第二款',
    '……合同另有约定的，从其约定，但应当按照行业规范、交易习惯合理约定付款期限并及时支付款项，不得约定以收到第三方付款作为向中小企业支付款项的条件或者按照第三方付款进度比例支付中小企业款项。',
  ),
  smallFirmsLargeDays: text(
    'sme-9-2-days',
    smallFirms,
    '第九条第二款',
    '大型企业……自……交付之日起60日内支付款项；合同另有约定的，从其约定',
  ),
  smallFirmsTermFromConfirmation: text(
    'sme-9-4',
    smallFirms,
    '第九条第四款',
    '合同约定采取履行进度结算、定期结算等结算方式的，付款期限应当自双方确认结算金额之日起算。',
  ),
  smallFirmsAuditBasis: text(
    'sme-12',
    smallFirms,
    '第十二条',
    '机关、事业单位和国有大型企业不得强制要求以审计机关的审计结果作为结算依据，法律、行政法规另有规定的除外。',
  ),
  smallFirmsAuditPretext: text(
    'sme-14',
    smallFirms,
    '第十四条',
    '机关、事业单位和大型企业不得以法定代表人或者主要负责人变更，履行内部付款流程，或者在合同未作约定的情况下以等待竣工验收备案、决算审计等为由，拒绝或者迟延支付中小企业款项。',
  ),
  smallFirmsUndisputed: text(
    'sme-15',
    smallFirms,
    '第十五条',
    '……部分存在争议但不影响其他部分履行的，对于无争议部分应当履行及时付款义务。',
  ),
  smallFirmsInspection: text(
    'sme-10-2',
    smallFirms,
    '第十条',
    '……拖延检验或者验收的，付款期限自约定的检验或者验收期限届满之日起算。',
  ),
  processSettlementFinal: text(
    'process-183-2',
    processSettlement,
    null,
    '经双方确认的过程结算文件作为竣工结算文件的组成部分，竣工后原则上不再重复审核。',
  ),
  smallFirmsInterest: text(
    'sme-17',
    smallFirms,
    '第十七条',
    '……双方对逾期利息的利率有约定的，约定利率不得低于合同订立时1年期贷款市场报价利率；未作约定的，按照每日利率万分之五支付逾期利息。',
  ),
  privateEconomyPaid: text(
    'private-67',
    privateEconomy,
    '第六十七条第一款',
    '国家机关、事业单位、国有企业应当依法或者依合同约定及时向民营经济组织支付账款，不得以人员变更、履行内部付款流程或者在合同未作约定情况下以等待竣工验收批复、决算审计等为由，拒绝或者拖延支付民营经济组织账款；除法律、行政法规另有规定外，不得强制要求以审计结果作为结算依据。',
  ),
  worksPaidAfterAcceptance: text(
    'civil-799',
    civilCode,
    '第七百九十九条',
    '验收合格的，发包人应当按照约定支付价款，并接收该建设工程',
  ),
  termStartsNextDay: text(
    'civil-201',
    civilCode,
    '第二百零一条',
    '按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。',
  ),
  termEndsAfterHoliday: text(
    'civil-203',
    civilCode,
    '第二百零三条',
    '期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。',
  ),
};
