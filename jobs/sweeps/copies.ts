import type { DraftDue } from '../../src/domain/notices/draft.ts';
import type { Addressee, Rule } from '../rule.ts';

/** Whom a paper may be copied to: those a rule names, and offices that only the money decides. */
type Copy = Addressee | 'service-office' | 'planning-office' | 'state-assets-office';

/** Offices in the order in which a paper names them; each follows the name of its city. */
const OFFICES: Partial<Record<Copy, string>> = {
  'labour-office': '人力资源和社会保障局',
  'housing-office': '住房和城乡建设局',
  'finance-office': '财政局',
  'audit-office': '审计局',
  'service-office': '政务服务管理办公室',
  'planning-office': '自然资源和规划局',
  'state-assets-office': '国有资产监督管理委员会',
};
const ORDER: Copy[] = [
  ...(Object.keys(OFFICES) as Copy[]),
  'owner',
  'contractor',
  'employer',
  'bank',
];

type Found = { alert: DraftDue['alerts'][number]; rule: Rule };

/**
 * 抄送 of a paper, in printing order: what its rules name, and what level and money add (law.md 11).
 * Neither the addressee nor the office that signs is copied.
 */
export function copiesOf(due: DraftDue, found: readonly Found[]): string[] {
  const wanted = found.flatMap(({ alert, rule }) =>
    [...rule.copies, ...addedBy(rule.id, due)].map((copy) => ({ copy, alert })),
  );
  const names = ORDER.flatMap((copy) =>
    wanted
      .filter((each) => each.copy === copy)
      .flatMap(({ alert }) => nameOf(due, copy, alert) ?? []),
  );
  return [...new Set(names)].filter(
    (name) => ![due.addresseeName, due.jointName, due.authorityName].includes(name),
  );
}

/** Red wages and a red missing account: those who enforce. Public money: those who watch it (条例 44, item 18). */
function addedBy(rule: string, { level, fundSource }: DraftDue): Copy[] {
  const family = rule.slice(0, 1);
  const offices: Copy[] = [];
  if (level === 3 && (family === 'W' || rule === 'A01'))
    offices.push('labour-office', 'housing-office');
  if (family === 'F' && fundSource === 'government') offices.push('finance-office', 'audit-office');
  if (family === 'S' && level > 1 && fundSource !== 'private')
    offices.push('finance-office', 'audit-office', 'service-office', 'planning-office');
  if (rule === 'S02' && fundSource === 'state') offices.push('state-assets-office');
  return offices;
}

function nameOf(due: DraftDue, copy: Copy, alert: Found['alert']): string | null {
  if (copy === 'owner') return due.ownerName;
  if (copy === 'contractor') return due.contractorName;
  if (copy === 'employer') return alert.subjectName;
  if (copy === 'bank') return '农民工工资专用账户开户银行';
  const office = OFFICES[copy];
  return office === undefined ? null : `${placeOf(due.authorityName ?? '')}${office}`;
}

/** The city or district an office's name begins with. */
export function placeOf(authority: string): string {
  const office = Object.values(OFFICES).find((name) => authority.endsWith(name));
  if (office !== undefined) return authority.slice(0, -office.length);
  return /^.{1,12}[市县区]/u.exec(authority)?.[0] ?? '';
}
