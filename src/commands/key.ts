import { parseArgs } from 'node:util';
import type { Work } from '../../db/work.ts';
import { enterCompany, foundAuthority } from '../domain/people/founding.ts';
import { type Grant, grants, isGrant } from '../domain/people/grants.ts';
import { makeKey, revokeKey } from '../domain/people/keys.ts';
import { readUscc } from '../lib/identity.ts';
import { Problem } from '../lib/problem.ts';
import { asOwner, runCommand, withHouse } from './owner.ts';

const USAGE = `用法：
  npm run key -- --authority <统一社会信用代码> --name <单位名称> --region 3207 --holder <持有人> [--phone <电话>]
      登记主管部门并为其发放密钥
  npm run key -- --company <统一社会信用代码> --name <单位名称> --kind contractor --holder <持有人> [--grants a,b]
      登记单位（已登记的可省略 --name 和 --kind）并为其发放密钥；kind：owner、contractor、subcontractor
  npm run key -- --revoke <前缀>
      停用密钥`;

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
  revoke: { type: 'string' },
} as const;

await runCommand(USAGE, async () => {
  const { values } = parseArgs({ options });
  await withHouse(async (house, now) => {
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
      });
    });
    console.log(`密钥（只显示这一次）：${made.key}`);
  });
});

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
