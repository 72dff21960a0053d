/** Which audit a text speaks of. */
export const kinds = [
  '国家审计',
  '财政评审',
  '决算审计',
  '社会审计',
  '内部审计',
  '跟踪审计',
  '未明',
] as const;
export type Kind = (typeof kinds)[number];

/**
 * How much a name says by itself: `A` an audit of the works; `W` a word that is one only beside other
 * signs; `O` an audit or review of something else, a pretext only where money is kept back for it.
 */
export type MentionClass = 'A' | 'W' | 'O';

interface Names {
  cls: MentionClass;
  kind: Kind;
  words: string;
}

/** Names of audits, of those who audit, and of what they sign. */
export const audits: readonly Names[] = [
  {
    cls: 'A',
    kind: '国家审计',
    words: `
      审计局 审计厅 审计署 审计机关 审计部门 审计特派办 审计组 审计办 审计委员会 国家审计
      国家审计机关 国家审计部门 政府审计 政府审计机关 政府审计部门 国审
    `,
  },
  {
    cls: 'A',
    kind: '财政评审',
    words: `
      财政评审 财政投资评审 财政投资评审中心 财政评审中心 投资评审 投资评审中心 预算评审中心
      评审中心 财评 财评中心 财审 财政审核 财政审计 财政审定 财政审价 评审
    `,
  },
  {
    cls: 'A',
    kind: '决算审计',
    words: `
      决算审计 竣工决算审计 财务决算审计 竣工财务决算审计 工程决算审计
    `,
  },
  {
    cls: 'A',
    kind: '社会审计',
    words: `
      社会审计 第三方审计 第三方审价 第三方审核 第三方评审 中介审计 中介审核 造价咨询审核
      咨询审核 外审 外部审计 审价 事务所审计 审计事务所 会计师事务所审计 社会中介审计 审计公司
      审计事务所
    `,
  },
  {
    cls: 'A',
    kind: '内部审计',
    words: `
      内部审计 内审 内部审核 审计部 审计处 审计科 审计室 审计监察部 审计法务部 审计风控部
      审计中心 集团审计 集团公司审计 公司审计 总部审计 总公司审计 本部审计 上级单位审计
    `,
  },
  {
    cls: 'A',
    kind: '跟踪审计',
    words: `
      跟踪审计 跟审 跟踪审核 跟踪审价 全过程审计 全过程跟踪审计 过程审计 全过程审核
    `,
  },
  {
    cls: 'A',
    kind: '未明',
    words: `
      审计 审计决定 审计处理决定 审计机构 审计单位 审计人员 审计方 结算审计 造价审计 工程审计
      竣工审计 项目审计 竣工结算审计 审定价 审定金额 审定造价 审定值 审定额 审定数 审定单 审定表
      审定结果 审定书 定案单 定案表 定案书 审减 审减额 审减金额 shenji
    `,
  },
  {
    cls: 'W',
    kind: '未明',
    words: `
      审定 核减 核减额 核定单 定案 送审 送审稿 送审价 一审 二审 三审 初审 复审 终审
    `,
  },
  {
    cls: 'O',
    kind: '未明',
    words: `
      年报审计 年度审计 年审 年终审计 财务报表审计 报表审计 财务审计 年度财务审计 离任审计
      经济责任审计 经责审计 巡察审计 巡视审计 专项审计 税务审计 安全审计 能源审计 节能审计
      环境审计 碳审计 清洁生产审核 体系审核 体系内审 上市审计 验资审计 清产核资审计 系统审计
      日志审计 数据库审计 信息系统审计 网络安全审计 代码审计 环评 概算评审 预算评审 估算评审
      控制价评审 预算审核 专家评审 方案评审 设计评审 职称评审
    `,
  },
];

/** What, just before a review or audit, makes it one of something else than the works' price. */
export const otherSubjects = `
  方案 专家 职称 设计 初设 标书 投标 招标 评标 成果 科技 控制价 招标控制价 最高限价 拦标价
  概算 预算 估算 可研 可行性研究 项目建议书 环评 安评 能评 水保 水土保持 稳评 资格 资质 课题
  论文 立项 图纸 施工图 管理体系 质量体系 体系 信息系统 信息 网络 系统 数据 能源 节能 碳排放
  碳 环境 环保 清洁生产 税务 税收 财务报表 报表 年报 年度 财务 上市 离任 经济责任 党建
  高新技术企业 高企 研发费用 研发 科研经费 经费 供应商 代码 日志 安全 消防 人防 特种设备 食堂
  物业 优质工程 鲁班奖 奖项 创优 文明工地 绿色建筑 样板 党费 党务 账目 村账 内控体系 工会
  慈善 基金 社保 医保 优秀 优质 精品 示范 文明 创新 科研 人才 施工组织 支护 危大 荣誉 采购
  绩效 评优 评奖 食堂
`;

/** Whose audit it is, said beside the name. */
export const qualifiers: Readonly<Record<string, string>> = {
  社会审计: `
    第三方 中介 中介机构 事务所 会计师事务所 会计师 造价咨询 造价咨询公司 造价咨询单位
    造价咨询机构 造价咨询企业 工程咨询公司 咨询公司 咨询单位 咨询机构 造价公司 社会 外聘 外部
    受托
  `,
  内部审计: `
    集团 总部 内部 我司 我公司 本公司 公司 总公司 法务 本部 母公司
  `,
  财政评审: `
    财政 财政局 财政部门 财政厅 评审中心 投资评审中心
  `,
  决算审计: `
    决算 财务决算
  `,
  跟踪审计: `
    跟踪 全过程
  `,
  国家审计: `
    国家 政府 省厅 署
  `,
};

/** Buildings and bodies whose names hold the word; the audit in them is none. */
export const buildings = `
  办公楼 办公大楼 大楼 综合楼 业务楼 业务用房 技术用房 用房 大厦 宿舍 宿舍楼 家属楼 家属院
  装修 装饰 改造 幕墙 新建 迁建 扩建 食堂 档案馆 档案楼 档案室 机房 展厅 博物馆 学院 大学
  学校 校区 教学楼 图书馆 实训楼 培训中心 公寓 停车场 门厅 电梯安装 路 大道 街 巷 小区 广场
  维修 办公室装修 会议室 大院 办公区 办公用房 指挥中心 干部学院 干校
`;
