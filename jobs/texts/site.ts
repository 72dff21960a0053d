import { source, text, wageRegulation } from './text.ts';

const depositRules = source(
  '《工程建设领域农民工工资保证金规定》（人社部发〔2021〕65号）',
  'V2',
  '2021-11-01',
);
const realNameMeasures = source(
  '《建筑工人实名制管理办法（试行）》（建市〔2019〕18号，建市〔2022〕59号修改）',
  'V2',
  '2022-08-02',
);
// Only the words were seen, not what the letter is called: no paper prints them.
const attendanceLetter = source('《苏建函建管〔2021〕336号》', 'R', '2021-01-01');

const correctedInTime =
  '有下列情形之一的，由人力资源社会保障行政部门、相关行业工程建设主管部门按照职责责令限期改正；逾期不改正的，';
const stopAndSevere =
  '责令项目停工，并处5万元以上10万元以下的罚款；情节严重的，给予施工单位限制承接新工程、降低资质等级、吊销资质证书等处罚：……';

/** Texts on deposits and guarantees, and on what a site must keep. */
export const siteTexts = {
  guaranteeForWorks: text(
    'reg-24-1',
    wageRegulation,
    '第二十四条第一款',
    '建设单位应当向施工单位提供工程款支付担保。',
  ),
  registeredBeforeEntry: text(
    'reg-28-1',
    wageRegulation,
    '第二十八条第一款',
    '施工总承包单位或者分包单位应当依法与所招用的农民工订立劳动合同并进行用工实名登记，具备条件的行业应当通过相应的管理服务信息平台进行用工实名登记、管理。未与施工总承包单位或者分包单位订立劳动合同并进行用工实名登记的人员，不得进入项目现场施工。',
  ),
  labourLedger: text(
    'reg-28-3',
    wageRegulation,
    '第二十八条第三款',
    '施工总承包单位、分包单位应当建立用工管理台账，并保存至工程完工且工资全部结清后至少3年。',
  ),
  cardNeverWithheld: text(
    'reg-31-4',
    wageRegulation,
    '第三十一条第四款',
    '用于支付农民工工资的银行账户所绑定的农民工本人社会保障卡或者银行卡，用人单位或者其他人员不得以任何理由扣押或者变相扣押。',
  ),
  depositStored: text(
    'reg-32-1',
    wageRegulation,
    '第三十二条第一款',
    '施工总承包单位应当按照有关规定存储工资保证金，专项用于支付为所承包工程提供劳动的农民工被拖欠的工资。',
  ),
  depositByGuarantee: text(
    'reg-32-2',
    wageRegulation,
    '第三十二条第二款',
    '工资保证金实行差异化存储办法，对一定时期内未发生工资拖欠的单位实行减免措施，对发生工资拖欠的单位适当提高存储比例。工资保证金可以用金融机构保函替代。',
  ),
  noticeBoard: text(
    'reg-34',
    wageRegulation,
    '第三十四条',
    '施工总承包单位应当在施工现场醒目位置设立维权信息告示牌，明示下列事项：（一）建设单位、施工总承包单位及所在项目部、分包单位、相关行业工程建设主管部门、劳资专管员等基本信息；（二）当地最低工资标准、工资支付日期等基本信息；（三）相关行业工程建设主管部门和劳动保障监察投诉举报电话、劳动争议调解仲裁申请渠道、法律援助申请渠道、公共法律服务热线等信息。',
  ),
  ownerWithoutGuarantee: text(
    'reg-49',
    wageRegulation,
    '第四十九条',
    '建设单位未依法提供工程款支付担保或者政府投资项目拖欠工程款，导致拖欠农民工工资的，县级以上地方人民政府应当限制其新建项目，并记入信用记录，纳入国家信用信息系统进行公示。',
  ),
  penaltyForCard: text(
    'reg-54-3',
    wageRegulation,
    '第五十四条第三项',
    '有下列情形之一的，由人力资源社会保障行政部门责令限期改正；逾期不改正的，对单位处2万元以上5万元以下的罚款，对法定代表人或者主要负责人、直接负责的主管人员和其他直接责任人员处1万元以上3万元以下的罚款：……（三）扣押或者变相扣押用于支付农民工工资的银行账户所绑定的农民工本人社会保障卡或者银行卡。',
  ),
  penaltyForDeposit: text(
    'reg-55-2',
    wageRegulation,
    '第五十五条第二项',
    `${correctedInTime}${stopAndSevere}（二）施工总承包单位未按规定存储工资保证金或者未提供金融机构保函；`,
  ),
  penaltyForRealNames: text(
    'reg-55-3',
    wageRegulation,
    '第五十五条第三项',
    `${correctedInTime}${stopAndSevere}（三）施工总承包单位、分包单位未实行劳动用工实名制管理。`,
  ),
  penaltyForOversight: text(
    'reg-56-2',
    wageRegulation,
    '第五十六条第二项',
    `${correctedInTime}处5万元以上10万元以下的罚款：……（二）施工总承包单位未对分包单位劳动用工实施监督管理；`,
  ),
  penaltyForBoard: text(
    'reg-56-4',
    wageRegulation,
    '第五十六条第四项',
    `${correctedInTime}处5万元以上10万元以下的罚款：……（四）施工总承包单位未实行施工现场维权信息公示制度。`,
  ),
  penaltyForGuarantee: text(
    'reg-57-1',
    wageRegulation,
    '第五十七条第一项',
    `${correctedInTime}责令项目停工，并处5万元以上10万元以下的罚款：（一）建设单位未依法提供工程款支付担保；`,
  ),
  depositWithinTwentyDays: text(
    'deposit-8',
    depositRules,
    '第八条',
    '施工总承包单位应当自工程取得施工许可证（开工报告批复）之日起20个工作日内（依法不需要办理施工许可证或批准开工报告的工程自签订施工合同之日起20个工作日之内），持营业执照副本、与建设单位签订的施工合同在经办银行开立工资保证金专门账户存储工资保证金。',
  ),
  depositRate: text(
    'deposit-11',
    depositRules,
    '第十一条',
    '工资保证金按工程施工合同额（或年度合同额）的一定比例存储，原则上不低于1%，不超过3%，单个工程合同额较高的，可设定存储上限。施工总承包单位在同一工资保证金管理地区有多个在建工程，存储比例可适当下浮但不得低于施工合同额（或年度合同额）的0.5%。',
  ),
  contractBeforeEntry: text(
    'real-name-8',
    realNameMeasures,
    '第八条',
    '全面实行建筑工人实名制管理制度。建筑企业应与招用的建筑工人依法签订劳动合同，对不符合建立劳动关系情形的，应依法订立用工书面协议。建筑企业应对建筑工人进行基本安全培训，并在相关建筑工人实名制管理平台上登记，方可允许其进入施工现场从事与建筑作业相关的活动。',
  ),
  keyPostsAttend: text(
    'attendance-336',
    attendanceLetter,
    null,
    '项目经理和负责人考勤率未达到40%、监理工程师考勤率未达到20%',
  ),
};
