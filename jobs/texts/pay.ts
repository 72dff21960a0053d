import { jiangsuWages, source, text, wageRegulation } from './text.ts';

// As amended in 2012; older days are not served by it.
const contractAct = source('《中华人民共和国劳动合同法》', 'V1', '2013-07-01');

/** Texts on how much is paid at least, by when a leaver is paid, and on the papers of payment. */
export const payTexts = {
  wageLedger: text(
    'reg-15-2',
    wageRegulation,
    '第十五条第二款',
    '书面工资支付台账应当包括用人单位名称，支付周期，支付日期，支付对象姓名、身份证号码、联系方式，工作时间，应发工资项目及数额，代扣、代缴、扣除项目和数额，实发工资数额，银行代发工资凭证或者农民工签字等内容。',
  ),
  paySlip: text(
    'reg-15-3',
    wageRegulation,
    '第十五条第三款',
    '用人单位向农民工支付工资时，应当提供农民工本人的工资清单。',
  ),
  penaltyForLedger: text(
    'reg-54-2',
    wageRegulation,
    '第五十四条第二项',
    '有下列情形之一的，由人力资源社会保障行政部门责令限期改正；逾期不改正的，对单位处2万元以上5万元以下的罚款，对法定代表人或者主要负责人、直接负责的主管人员和其他直接责任人员处1万元以上3万元以下的罚款：……（二）未编制工资支付台账并依法保存，或者未向农民工提供工资清单；',
  ),
  wageNotBelowMinimum: text(
    'js-12-1',
    jiangsuWages,
    '第十二条第一款',
    '劳动者提供了正常劳动，用人单位应当按照劳动合同约定的工资标准支付劳动者工资。劳动合同约定的工资标准不得低于当地最低工资标准。',
  ),
  leaverPaid: text(
    'js-19-1',
    jiangsuWages,
    '第十九条第一款',
    '用人单位与劳动者依法解除或者终止劳动关系的，应当在劳动关系解除或者终止之日起两个工作日内一次性付清劳动者工资。双方另有约定的除外。',
  ),
  penaltyForSlips: text(
    'js-54-2',
    jiangsuWages,
    '第五十四条第二款',
    '用人单位违反本条例第十七条、第十八条第一款规定，未记录劳动者出勤情况、出勤记录保存期限少于二年的，或者未提供劳动者工资清单，由人力资源社会保障行政部门责令限期改正；逾期不改正的，对单位处以二万元以上五万元以下的罚款，对其法定代表人或者主要负责人、直接负责的主管人员和其他直接责任人员处以一万元以上三万元以下的罚款。',
  ),
  payBelowMinimum: text(
    'contract-85-2',
    contractAct,
    '第八十五条第二项',
    '用人单位有下列情形之一的，由劳动行政部门责令限期支付劳动报酬、加班费或者经济补偿；劳动报酬低于当地最低工资标准的，应当支付其差额部分；逾期不支付的，责令用人单位按应付金额百分之五十以上百分之一百以下的标准向劳动者加付赔偿金：……（二）低于当地最低工资标准支付劳动者工资的；',
  ),
};
