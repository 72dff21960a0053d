import type { PackInput } from './input.ts';

/** README.txt: what is in a pack, what it shows and what it does not, for whoever opens it years later. */
export function readme({
  gathered,
  proofs,
  raw,
  describe,
  keys,
  madeAt,
  names,
}: PackInput & { names: readonly string[] }): string {
  const { alert, followers, notices, messages, events, from, to } = gathered;
  const { title, sentence } = describe({ rule: alert.ruleId, facts: alert.facts });
  const given = messages.filter(({ subject }) => raw?.has(subject)).length;
  const unsealed = events.filter(({ id }) => !proofs.places.has(id)).length;
  const lines = [
    '证据包',
    '',
    `项目：${alert.projectCode}${alert.projectName ? ` ${alert.projectName}` : ''}`,
    `预警：${alert.ruleId} ${title}，期间 ${alert.period}，编号 ${alert.alertId}`,
    `事实：${sentence}`,
    ...(followers.length > 0 ? [`由本预警引起的其他预警：${followers.length} 条，一并收入`] : []),
    `制作时间：${madeAt.toISOString()}`,
    '',
    '一、文件',
    ...names.map((name) => `  ${name}　${ABOUT[name.replace(/-\d+/, '-n')] ?? ''}`),
    '  manifest.json　以上各文件的大小和 SHA-256；其自身的 SHA-256 记入存证（事件 evidence.packed）',
    '',
    '二、收录范围',
    `  文书 ${notices.length} 份，凡已签发的都收入，撤回的也在内。`,
    `  银行报文：${from} 至 ${to} 间为本项目受理的，共 ${messages.length} 份，列于 messages.csv，各附原文的 SHA-256。`,
    raw === null
      ? '  本包不含报文原文：原文载有工人的姓名、账号。'
      : `  收入报文原文 ${given} 份，逐字节与收到时相同，载有工人的姓名、账号，只供办案使用，不得外传；另有内容属于其他项目或未能识别的报文、已按保存期限删除的、超出容量的，不收入原文。`,
    '  当事人书写的内容中，长号码只留末四位。',
    '  laws.txt 只收已经核对的条文。',
    '',
    '三、核对',
    '  用浏览器打开 verifier.html（不联网），选择本压缩包，或者选择解压后的全部文件。',
    '  它重新计算：各文件的 SHA-256；文书、报文与存证事件所记的是否相同；每个事件的摘要，',
    '  及其经默克尔路径（RFC 6962）到区块哈希根；区块头的哈希、与前一区块的衔接、Ed25519 签名。',
    `  事件 ${events.length} 条，其中制作时尚未封存入区块的 ${unsealed} 条；区块 ${proofs.blocks.length} 个。`,
    keys.length > 0
      ? '  验签公钥附在 trail.json；请将其指纹与主管部门公布的核对，公钥若被调换，签名不能说明问题。'
      : '  本包没有附验签公钥，请向主管部门索取。',
    '  文书上印有当时最新区块的编号和哈希，可用以确认链没有被重写；完整的链由主管部门用 npm run verify 核对。',
    '',
  ];
  return lines.join('\r\n');
}

const ABOUT: Readonly<Record<string, string>> = {
  'alert.json': '预警及其经过',
  'facts.json': '据以预警的事实',
  'facts.csv': '同上，表格',
  'notice-n.json': '文书签发时冻结的内容',
  'notice-n.pdf': '文书',
  'messages.json': '银行报文清单',
  'messages.csv': '同上，表格',
  'message-n.json': '银行报文原文',
  'message-n.xml': '银行报文原文',
  'laws.txt': '法律法规条文',
  'trail.json': '存证：事件、默克尔路径、区块、公钥',
  'verifier.html': '离线核对工具',
};
