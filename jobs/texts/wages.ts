import { city, jiangsuWages, source, text, wageRegulation } from './text.ts';

const labourAct = source('《中华人民共和国劳动法》', 'V1', '1995-01-01');
// Whether the amounts of 2014 still hold has not been checked: no paper prints them.
const jiangsuAmounts = source(
  '《关于江苏省执行拒不支付劳动报酬罪数额标准的意见》',
  'V2',
  '2014-01-15',
);
const listMeasures = source(
  '《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》（人力资源和社会保障部令第45号）',
  'V1',
  '2022-01-01',
);

/** Texts on wages, on the transfers that fund them and on who checks. */
export const wageTexts = {
  wageInFullOnTheDay: text(
    'reg-12',
    wageRegulation,
    '第十二条',
    '用人单位应当按照与农民工书面约定或者依法制定的规章制度规定的工资支付周期和具体支付日期足额支付工资。',
  ),
  wageToThemselves: text(
    'reg-11',
    wageRegulation,
    '第十一条',
    '农民工工资应当以货币形式，通过银行转账或者现金支付给农民工本人，不得以实物或者有价证券等其他形式替代。',
  ),
  wageBeforeHoliday: text(
    'reg-14-1',
    wageRegulation,
    '第十四条第一款',
    '具体支付日期遇法定节假日或者休息日的，应当在法定节假日或者休息日前支付。',
  ),
  transferAgreed: text(
    'reg-24-2',
    wageRegulation,
    '第二十四条第二款',
    '建设单位与施工总承包单位依法订立书面工程施工合同，应当约定工程款计量周期、工程款进度结算办法以及人工费用拨付周期，并按照保障农民工工资按时足额支付的要求约定人工费用。人工费用拨付周期不得超过1个月。',
  ),
  accountForWagesOnly: text(
    'reg-26-1',
    wageRegulation,
    '第二十六条第一款',
    '施工总承包单位应当按照有关规定开设农民工工资专用账户，专项用于支付该工程建设项目农民工工资。',
  ),
  bankReportsMissingTransfer: text(
    'reg-27-1',
    wageRegulation,
    '第二十七条第一款',
    '金融机构应当优化农民工工资专用账户开设服务流程，做好农民工工资专用账户的日常管理工作；发现资金未按约定拨付等情况的，及时通知施工总承包单位，由施工总承包单位报告人力资源社会保障行政部门和相关行业工程建设主管部门，并纳入欠薪预警系统。',
  ),
  accountClosing: text(
    'reg-27-2',
    wageRegulation,
    '第二十七条第二款',
    '工程完工且未拖欠农民工工资的，施工总承包单位公示30日后，可以申请注销农民工工资专用账户，账户内余额归施工总承包单位所有。',
  ),
  contractorChecksPayroll: text(
    'reg-28-2',
    wageRegulation,
    '第二十八条第二款',
    '施工总承包单位应当在工程项目部配备劳资专管员，对分包单位劳动用工实施监督管理，掌握施工现场用工、考勤、工资支付等情况，审核分包单位编制的农民工工资支付表，分包单位应当予以配合。',
  ),
  transferInFull: text(
    'reg-29-1',
    wageRegulation,
    '第二十九条第一款',
    '建设单位应当按照合同约定及时拨付工程款，并将人工费用及时足额拨付至农民工工资专用账户，加强对施工总承包单位按时足额支付农民工工资的监督。',
  ),
  ownerAdvancesWages: text(
    'reg-29-2',
    wageRegulation,
    '第二十九条第二款',
    '因建设单位未按照合同约定及时拨付工程款导致农民工工资拖欠的，建设单位应当以未结清的工程款为限先行垫付被拖欠的农民工工资。',
  ),
  subcontractorIsDirectlyLiable: text(
    'reg-30-1',
    wageRegulation,
    '第三十条第一款',
    '分包单位对所招用农民工的实名制管理和工资支付负直接责任。',
  ),
  contractorPaysFirst: text(
    'reg-30-3',
    wageRegulation,
    '第三十条第三款',
    '分包单位拖欠农民工工资的，由施工总承包单位先行清偿，再依法进行追偿。',
  ),
  payrollMonthly: text(
    'reg-31-2',
    wageRegulation,
    '第三十一条第二款',
    '分包单位应当按月考核农民工工作量并编制工资支付表，经农民工本人签字确认后，与当月工程进度等情况一并交施工总承包单位。',
  ),
  wageToOwnAccount: text(
    'reg-31-3',
    wageRegulation,
    '第三十一条第三款',
    '施工总承包单位根据分包单位编制的工资支付表，通过农民工工资专用账户直接将工资支付到农民工本人的银行账户，并向分包单位提供代发工资凭证。',
  ),
  accountNotFrozen: text(
    'reg-33',
    wageRegulation,
    '第三十三条',
    '除法律另有规定外，农民工工资专用账户资金和工资保证金不得因支付为本项目提供劳动的农民工工资之外的原因被查封、冻结或者划拨。',
  ),
  disputeNeverStopsWages: text(
    'reg-35',
    wageRegulation,
    '第三十五条',
    '建设单位与施工总承包单位或者承包单位与分包单位因工程数量、质量、造价等产生争议的，建设单位不得因争议不按照本条例第二十四条的规定拨付工程款中的人工费用，施工总承包单位也不得因争议不按照规定代发工资。',
  ),
  platformSharesData: text(
    'reg-38-1',
    wageRegulation,
    '第三十八条第一款',
    '县级以上地方人民政府应当建立农民工工资支付监控预警平台，实现人力资源社会保障、发展改革、司法行政、财政、住房城乡建设、交通运输、水利等部门的工程项目审批、资金落实、施工许可、劳动用工、工资支付等信息及时共享。',
  ),
  publicTransfersSupervised: text(
    'reg-44',
    wageRegulation,
    '第四十四条',
    '财政部门、审计机关和相关行业工程建设主管部门按照职责，依法对政府投资项目建设单位按照工程施工合同约定向农民工工资专用账户拨付资金情况进行监督。',
  ),
  noFalseClaims: text(
    'reg-52',
    wageRegulation,
    '第五十二条',
    '单位或者个人编造虚假事实或者采取非法手段讨要农民工工资，或者以拖欠农民工工资为名讨要工程款的，依法予以处理。',
  ),
  penaltyForArrears: text(
    'reg-53',
    wageRegulation,
    '第五十三条',
    '违反本条例规定拖欠农民工工资的，依照有关法律规定执行。',
  ),
  penaltyForAccount: text(
    'reg-55-1',
    wageRegulation,
    '第五十五条第一项',
    '有下列情形之一的，由人力资源社会保障行政部门、相关行业工程建设主管部门按照职责责令限期改正；逾期不改正的，责令项目停工，并处5万元以上10万元以下的罚款；情节严重的，给予施工单位限制承接新工程、降低资质等级、吊销资质证书等处罚：（一）施工总承包单位未按规定开设或者使用农民工工资专用账户；',
  ),
  penaltyForPayroll: text(
    'reg-56-1-2',
    wageRegulation,
    '第五十六条第一项、第二项',
    '有下列情形之一的，由人力资源社会保障行政部门、相关行业工程建设主管部门按照职责责令限期改正；逾期不改正的，处5万元以上10万元以下的罚款：（一）分包单位未按月考核农民工工作量、编制工资支付表并经农民工本人签字确认；（二）施工总承包单位未对分包单位劳动用工实施监督管理；',
  ),
  penaltyForTransfer: text(
    'reg-57-2',
    wageRegulation,
    '第五十七条第二项',
    '有下列情形之一的，由人力资源社会保障行政部门、相关行业工程建设主管部门按照职责责令限期改正；逾期不改正的，责令项目停工，并处5万元以上10万元以下的罚款：……（二）建设单位未按约定及时足额向农民工工资专用账户拨付工程款中的人工费用；',
  ),
  wageMonthly: text(
    'labour-50',
    labourAct,
    '第五十条',
    '工资应当以货币形式按月支付给劳动者本人。不得克扣或者无故拖欠劳动者的工资。',
  ),
  wageCycleOneMonth: text('js-13', jiangsuWages, '第十三条', '工资支付周期最长不得超过一个月。'),
  wageOnWorkingDayBefore: text(
    'js-14',
    jiangsuWages,
    '第十四条',
    '工资支付日期如遇法定节假日或者休息日，应当在此之前的工作日提前支付。',
  ),
  wageToThemselvesJiangsu: text(
    'js-18',
    jiangsuWages,
    '第十八条',
    '用人单位应当将工资支付给劳动者本人，并同时提供本人的工资清单。',
  ),
  arrearsReported: text(
    'js-36',
    jiangsuWages,
    '第三十六条',
    '用人单位未按时足额支付劳动者工资的，应当自拖欠发生之日起五日内向县级人力资源社会保障行政部门书面报告，并提出处理方案。',
  ),
  arrearsWatched: text(
    'js-40',
    jiangsuWages,
    '第四十条',
    '县级以上地方人民政府根据本行政区域内工资支付的实际情况，建立欠薪预警制度。对连续拖欠劳动者工资二个月以上或者累计拖欠达三个月以上的用人单位，人力资源社会保障行政部门视其欠薪情况，可以实施工资支付重点监察，并可以向社会公布。',
  ),
  arrearsOfCrime: text(
    'js-crime-amounts',
    jiangsuAmounts,
    null,
    '一、拒不支付一名劳动者三个月以上的劳动报酬且数额在一万元以上的；二、拒不支付十名以上劳动者的劳动报酬且数额累计在六万元以上的。',
  ),
  arrearsOfList: text(
    'list-5-1',
    listMeasures,
    '第五条第一项',
    '克扣、无故拖欠农民工工资达到认定拒不支付劳动报酬罪数额标准的',
  ),
  cityWages: text(
    'city-18-wages',
    city,
    '第18项',
    '施工总承包企业应当委托银行通过工资专户按月代发农民工工资，确保农民工工资按月足额发放到位。',
  ),
  cityTransfer: text(
    'city-18-transfer',
    city,
    '第18项',
    '建设单位应当将人工费用及时足额拨付至农民工工资专用账户',
  ),
};
