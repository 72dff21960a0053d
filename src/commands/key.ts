import { parseArgs } from 'node:util';
import type { Work } from '../../db/work.ts';
import { enterCompany, foundAuthority } from '../domain/people/founding.ts';
import { type Grant, grants, isGrant } from '../domain/people/grants.ts';
import { type KeyView, listKeys, makeKey, revokeKey, rotateKey } from '../domain/people/keys.ts';
import { addDays, isDay } from '../lib/day.ts';
import { readUscc } from '../lib/identity.ts';
import { Problem } from '../lib/problem.ts';
import { asOwner, runCommand, withHouse } from './owner.ts';

const USAGE = `用法：
  npm run key -- --authority <统一社会信用代码> --name <单位名称> --region 3207 --holder <持有人> [--phone <电话>]
      登记主管部门并为其发放密钥
  npm run key -- --company <统一社会信用代码> --name <单位名称> --kind contractor --holder <持有人> [--grants a,b]
      登记单位（已登记的可省略 --name 和 --kind）并为其发放密钥；kind：owner、contractor、subcontractor
      两者都可加 --expires 2027-06-30（当日仍有效）、--addresses 10.1.0.0/16,192.0.2.7（只能从这些地址使用）
  npm run key -- --rotate <前缀> [--days 7]
      换发新密钥，权限不变；旧密钥再用若干日后失效
  npm run key -- --revoke <前缀>
      立即停用密钥
  npm run key -- --list
      列出全部密钥及最近使用时间`;

const MOST_LISTED = 100_000;
const KINDS = ['owner', 'contractor', 'subcontractor'];

const options = {
  authority: { type: 'string' },
  company: { type: 'string' },
  name: { type: 'string' },
  kind: { type: 'string' },
  region: { type: 'string' },
  phone: { type: 'string' },
  holder: { type: 'string' },
  grants: { type: 'string' },
  expires: { type: 'string' },
  addresses: { type: 'string' },
  rotate: { type: 'string' },
  days: { type: 'string', default: '7' },
  revoke: { type: 'string' },
  list: { type: 'boolean' },
} as const;

await runCommand(USAGE, async () => {
  const { values } = parseArgs({ options });
  const expiresAt = endOf(values.expires);
  await withHouse(async (house, now) => {
    if (values.list) {
      const all = { limit: MOST_LISTED };
      const { items } = await asOwner(house, now, (work) => listKeys(work, 'all', all));
      console.table(items.map(shown));
      return;
    }
    if (values.rotate) {
      const days = daysOf(values.days);
      const made = await asOwner(house, now, (work) =>
        rotateKey(work, values.rotate as string, days),
      );
      console.log(`新密钥（只显示这一次）：${made.key}`);
      console.log(`旧密钥 ${values.rotate} 用至 ${shanghai(made.oldUntil)}。`);
      return;
    }
    if (values.revoke) {
      await asOwner(house, now, (work) => revokeKey(work, values.revoke as string));
      console.log(`密钥 ${values.revoke} 已停用。`);
      return;
    }
    const companyId = uscc(values.authority ?? values.company);
    const made = await asOwner(house, now, async (work) => {
      if (values.authority) await found(work, companyId, values);
      else if (values.kind) await enter(work, companyId, values.kind, values.name);
      return makeKey(work, {
        companyId,
        holder: values.holder ?? '',
        grants: values.grants === undefined ? undefined : grantsOf(values.grants),
        expiresAt,
        addresses: values.addresses?.split(','),
      });
    });
    console.log(`密钥（只显示这一次）：${made.key}`);
  });
});

function shanghai(at: Date | string): string {
  return new Date(at).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });
}

function shown(key: KeyView) {
  const at = (text: string | null) => (text === null ? '' : shanghai(text));
  return {
    前缀: key.prefix,
    单位: key.company,
    持有人: key.holder,
    发放: at(key.createdAt),
    最近使用: at(key.usedAt),
    到期: at(key.expiresAt),
    停用: at(key.revokedAt),
    地址: key.addresses?.join(' ') ?? '不限',
  };
}

/** The end of a Shanghai day. */
function endOf(day: string | undefined): Date | undefined {
  if (day === undefined) return undefined;
  if (!isDay(day))
    throw new Problem('invalid', 'day-invalid', '--expires 应为日期，如 2027-06-30。');
  return new Date(`${addDays(day, 1)}T00:00:00+08:00`);
}

function daysOf(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 0 && days <= 90) return days;
  throw new Problem('invalid', 'days-invalid', '--days 应为 0 至 90 的整数。');
}

async function found(
  work: Work,
  companyId: string,
  { region, name, phone }: { region?: string; name?: string; phone?: string },
): Promise<void> {
  if (!/^\d{2}(\d{2}){0,2}$/.test(region ?? ''))
    throw new Problem('invalid', 'region-missing', '请用 --region 写明辖区代码，如 3207。');
  const regionPrefix = region as string;
  await foundAuthority(work, { uscc: companyId, name: named(name), regionPrefix, phone });
}

async function enter(
  work: Work,
  companyId: string,
  kind: string,
  name: string | undefined,
): Promise<void> {
  if (!KINDS.includes(kind))
    throw new Problem('invalid', 'kind-unknown', `--kind 应为 ${KINDS.join('、')} 之一。`);
  await enterCompany(work, { uscc: companyId, name: named(name), kind });
}

function grantsOf(text: string): Grant[] {
  const named = text.split(',').map((name) => name.trim());
  const unknown = named.filter((name) => !isGrant(name));
  if (unknown.length === 0) return named.filter(isGrant);
  const detail = `没有这些权限：${unknown.join('、')}；可用：${Object.keys(grants).join('、')}。`;
  throw new Problem('invalid', 'grant-unknown', detail);
}

function uscc(text: string | undefined): string {
  const read = readUscc(text ?? '');
  if (!read.ok)
    throw new Problem('invalid', 'uscc-invalid', `统一社会信用代码有误：${read.problem}`);
  return read.value;
}

function named(name: string | undefined): string {
  if (!name) throw new Problem('invalid', 'name-missing', '请用 --name 写明单位名称。');
  return name;
}
