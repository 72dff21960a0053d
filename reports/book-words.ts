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
