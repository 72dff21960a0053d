import type { ProblemKind } from '../lib/problem.ts';

interface Code {
  /** RFC 9457 `title`: the same for every occurrence. */
  title: string;
  /** Only where the status is not the kind's. */
  status?: number;
}

/** The status of each kind of refusal. */
export const kindStatus: Readonly<Record<ProblemKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  unavailable: 503,
};

/** Every code that an answer may carry. A code is never renamed; its title may be worded better. */
export const codes: Readonly<Record<string, Code>> = {
  // The edge
  'invalid-json': { title: '请求体不是有效的 JSON', status: 400 },
  'body-cut-short': { title: '请求体没有传完', status: 400 },
  'invalid-form': { title: '上传的表单无法读取', status: 400 },
  'media-type-unknown': { title: '不受理这种内容类型', status: 415 },
  'invalid-input': { title: '输入有误' },
  'body-too-large': { title: '请求体过大' },
  'rows-too-many': { title: '行数超出本入口所能受理' },
  'rate-limited': { title: '请求过于频繁' },
  'route-not-found': { title: '没有这个接口' },
  'not-found': { title: '没有这条记录' },
  'grant-missing': { title: '没有这项权限' },
  'idempotency-key-missing': { title: '缺少幂等键', status: 400 },
  'idempotency-key-invalid': { title: '幂等键格式不正确', status: 400 },
  'idempotency-key-reused': { title: '幂等键已用于另一请求' },
  'idempotency-in-progress': { title: '上一次请求还在处理' },
  'database-unavailable': { title: '数据库暂时不可用' },
  'database-busy': { title: '数据库繁忙' },
  'database-full': { title: '数据库磁盘已满' },
  'process-ending': { title: '本进程即将停止' },
  'metrics-absent': { title: '不保留计数' },
  internal: { title: '系统内部错误', status: 500 },
  // People and keys
  'key-missing': { title: '没有出示密钥' },
  'key-misplaced': { title: '密钥放错了请求头' },
  'key-invalid': { title: '密钥不正确' },
  'key-revoked': { title: '密钥已停用' },
  'key-expired': { title: '密钥已过期' },
  'address-not-allowed': { title: '密钥不能从这个地址使用' },
  'address-invalid': { title: '密钥的地址范围有误' },
  'company-unknown': { title: '单位尚未登记' },
  'holder-missing': { title: '没有写明密钥持有人' },
  'grant-not-allowed': { title: '不能授予这些权限' },
  'session-missing': { title: '尚未登录' },
  'session-invalid': { title: '登录已失效' },
  'session-expired': { title: '登录已过期' },
  'cross-site': { title: '请求不是来自本系统的页面' },
  'password-wrong': { title: '用户名或密码不正确' },
  'password-too-short': { title: '密码太短' },
  'password-too-long': { title: '密码太长' },
  'password-common': { title: '密码太常见' },
  'account-locked': { title: '账户已锁定' },
  'account-disabled': { title: '账户已停用' },
  'second-factor-required': { title: '须先提交动态验证码' },
  'second-factor-enrolled': { title: '已绑定动态验证码' },
  'second-factor-missing': { title: '尚未绑定动态验证码' },
  'code-wrong': { title: '验证码不正确' },
  'code-used': { title: '验证码已经用过' },
  'sign-on-absent': { title: '没有启用统一登录' },
  'sign-on-failed': { title: '统一登录没有完成' },
  'sign-on-unknown': { title: '统一登录账号尚未绑定' },
  'invitation-invalid': { title: '邀请码不正确' },
  'invitation-used': { title: '邀请码已经用过' },
  'invitation-expired': { title: '邀请码已过期' },
  'username-taken': { title: '用户名已被使用' },
  'holder-taken': { title: '该单位已有同名人员' },
  'subject-taken': { title: '统一登录标识已绑定另一人' },
  'role-not-for-company': { title: '该单位没有这种角色' },
  'role-is-machine': { title: '机器不登录' },
  'region-outside': { title: '超出辖区' },
  'own-account': { title: '不能对自己的账户这样做' },
  // Registry and accounts
  'company-not-yours': { title: '只能登记本单位' },
  'company-field-reserved': { title: '该项由主管部门认定' },
  'project-not-yours': { title: '不是本单位或本辖区的项目' },
  'project-taken': { title: '项目编码已被使用' },
  'project-parties-fixed': { title: '项目各方和区划不能更改' },
  'terms-past-month': { title: '合同条款不能追溯' },
  'own-terms-unsupported': { title: '暂不支持参建单位自己的发薪日' },
  'account-taken': { title: '账号已用于某一项目' },
  'account-number-fixed': { title: '账号和开户银行不能更改' },
  // Payroll
  'batch-exists': { title: '本月已有有效的工资支付表' },
  'batch-state': { title: '批次的状态不允许这样操作' },
  'batch-not-yours': { title: '批次不由该单位办理' },
  'report-not-yours': { title: '这项报告不由该单位作出' },
  'batch-paid-since': { title: '所替代的行此后已发放' },
  'batch-total-differs': { title: '批次总额与所见不同' },
  'two-persons': { title: '须由另一人办理' },
  'month-kept': { title: '该月的工资数据须继续保存' },
  'erasure-open': { title: '还有未了结的事项，不能删除' },
  'erasure-early': { title: '保存期限未满' },
  'erasure-unsound': { title: '存证不一致，不能删除' },
  'project-erased': { title: '项目资料已按保存期限删除' },
  'month-open': { title: '该月还有未履行的工资义务' },
  'partition-missing': { title: '该月份的数据分区尚未建立' },
  'no-open-account': { title: '项目没有可用的工资专户' },
  'pain001-invalid': { title: '不能写成付款指令' },
  // Files
  'sheet-refused': { title: '工资表有误' },
  'sheet-wrong-template': { title: '这不是工资表' },
  'sheet-empty': { title: '工资表里没有人员行' },
  'several-sheets': { title: '文件里有多张工资表' },
  'heading-not-found': { title: '没有找到工资表的表头' },
  'too-many-rows': { title: '人员行数过多' },
  'file-empty': { title: '文件是空的' },
  'file-too-large': { title: '文件过大' },
  'file-damaged': { title: '文件已损坏' },
  'file-encrypted': { title: '文件设有密码' },
  'file-encoding': { title: '文件编码不受理' },
  'file-html': { title: '文件是网页，不是表格' },
  'file-macro': { title: '不受理带宏的文件' },
  'file-old-xls': { title: '不受理旧版 .xls 文件' },
  'file-binary-workbook': { title: '不受理 .xlsb 文件' },
  'file-not-spreadsheet': { title: '这不是表格文件' },
  // Banks
  'signature-missing': { title: '没有签名' },
  'sm2-key-invalid': { title: 'SM2 公钥有误' },
  'signature-invalid': { title: '签名无效或已过期' },
  'message-id-reused': { title: '报文编号已用于另一份报文' },
  'message-not-understood': { title: '报文无法识别，已原样留存' },
  // Settlements
  'settlement-not-yours': { title: '结算不由该单位登记' },
  'settlement-state': { title: '结算的状态不允许这一步骤' },
  'step-not-yours': { title: '这一步骤不由该单位陈述' },
  'delay-not-yours': { title: '延迟拨付的说明不由该单位作出' },
  // Watching
  'alert-not-yours': { title: '预警不涉及该单位' },
  'alert-state': { title: '预警的状态不允许这样操作' },
  'authority-only': { title: '只有主管部门可以办理' },
  'cursor-invalid': { title: '翻页参数无效' },
  // Jobs
  'run-busy': { title: '任务正在运行' },
  'run-day-earlier': { title: '更晚日子的任务已经完成' },
  'run-day-future': { title: '还没有到这一天' },
  'anchor-invalid': { title: '锚点文件无法识别' },
  'run-taken-over': { title: '运行已由另一进程接手' },
};

const UNLISTED: Code = { title: '请求未被受理' };

/** The entry of a code; an unlisted one (a test forbids them) still gets an honest answer. */
export const codeOf = (code: string): Code =>
  (Object.hasOwn(codes, code) && codes[code]) || UNLISTED;
