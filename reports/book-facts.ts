/** What the book of a project is drawn from; days as YYYY-MM-DD, money in fen. */
export interface BookFacts {
  day: string;
  project: {
    projectCode: string;
    name: string;
    regionCode: string;
    fundSource: string;
    status: string;
    startsOn?: string | undefined;
    endsOn?: string | undefined;
    permitOn?: string | undefined;
    confirmed: boolean;
  };
  parties: {
    role: string;
    uscc: string;
    name: string | null;
    from: string | null;
    to: string | null;
  }[];
  terms: {
    signedOn: string;
    totalFen: number;
    labourCostFen: number | null;
    labourCostRatio: string | null;
    transferDay: number | null;
    payDay: number | null;
    payMonthOffset: number | null;
    auditClause: string;
  } | null;
  accounts: {
    bank: string;
    name: string;
    last4: string;
    openedOn: string;
    filedOn: string | null;
    closedOn: string | null;
    balanceFen: number;
  }[];
  entries: {
    month: string;
    credits: number;
    creditFen: number;
    debits: number;
    debitFen: number;
    balanceFen: number;
  }[];
  wages: {
    month: string;
    employer: string;
    workers: number;
    dueDay: string;
    amountFen: number | null;
    metFen: number;
    metOn: string | null;
  }[];
  settlements: {
    level: string;
    reference: string | null;
    claimedFen: number;
    deliveredOn: string;
    status: string;
    reviewDueDay: string | null;
    reviewedOn: string | null;
    paymentDueDay: string | null;
    paidOn: string | null;
    steps: {
      onDay: string;
      step: string;
      statedBy: string;
      amountFen: number | null;
      reason: string | null;
    }[];
  }[];
  alerts: {
    rule: string;
    level: number;
    status: string;
    period: string;
    amountFen: number;
    dueDay: string | null;
    openedOn: string;
    clearedOn: string | null;
  }[];
  notices: {
    number: string | null;
    instrument: string;
    addressee: string | null;
    status: string;
    issuedOn: string | null;
    servedOn: string | null;
    replyDueOn: string | null;
    repliedOn: string | null;
  }[];
  /** Rules by their ids. */
  titles: Readonly<Record<string, string>>;
}

const WORDS: Readonly<Record<string, string>> = {
  ...{ government: '政府投资', state: '国有企业投资', private: '社会投资' },
  ...{ preparing: '筹备', active: '在建', suspended: '停工', finished: '完工' },
  ...{ owner: '建设单位', contractor: '施工总承包单位', subcontractor: '分包单位' },
  ...{ supervisor: '监理单位', authority: '主管部门' },
  ...{ progress: '进度款结算', process: '施工过程结算', unit: '单位工程竣工结算' },
  ...{ single: '单项工程竣工结算', whole: '建设项目竣工总结算' },
  ...{
    delivered: '审核中',
    reviewed: '已出具意见',
    confirmed: '已确认',
    due: '待支付',
    paid: '已付清',
  },
  ...{ withdrawn: '已撤回', 'papers-requested': '要求补正资料', 'papers-complete': '资料补齐' },
  ...{
    returned: '退回',
    resubmitted: '重新提交',
    opinion: '出具审核意见',
    'delay-stated': '说明延期理由',
  },
  ...{ 'reason-withdrawn': '撤回理由', 're-review': '再次审核', 'payment-applied': '申请支付' },
  ...{ open: '存续', held: '待核', replied: '已答复', cleared: '已解除', dismissed: '已核销' },
  ...{
    draft: '草稿',
    approved: '已签发',
    served: '已送达',
    answered: '已回复',
    overdue: '逾期未回复',
  },
  ...{
    none: '无',
    basis: '以审计结论为结算依据',
    condition: '以审计为付款条件',
    both: '以审计为结算依据和付款条件',
  },
};

/** The Chinese word for a state, a step or a role. */
export const bookWord = (key: string): string => WORDS[key] ?? key;
