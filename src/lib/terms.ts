// Chinese terms that rules, papers and pages all print.

/** 文种, in full. */
export const instrumentNames = {
  reminder: '提示函',
  warning: '农民工工资支付预警通知书',
  supervision: '督办函',
  referral: '工资支付隐患线索移送函',
} as const;

/** What a code of audit means, as a sentence says it. */
export const auditCodes: Readonly<Record<string, string>> = {
  'AUD-GOV': '待审计机关审计',
  'AUD-FIN': '待财政评审',
  'AUD-FINAL': '待竣工决算审计',
  'AUD-3P': '待第三方审计',
  'AUD-INT': '待内部审计',
  'AUD-TRACK': '跟踪审计未确认',
  'AUD-CLAUSE': '合同约定以审计为准',
};
