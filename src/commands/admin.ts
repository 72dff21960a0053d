import { parseArgs } from 'node:util';
import type { Work } from '../../db/work.ts';
import { type Invited, inviteAgain, invitePerson } from '../domain/people/invitations.ts';
import { disablePerson, listPeople, resetSecondFactor } from '../domain/people/persons.ts';
import { isRole, type RoleName, roleNames, roles } from '../domain/people/roles.ts';
import { readUscc } from '../lib/identity.ts';
import { Problem } from '../lib/problem.ts';
import { asOwner, runCommand, withHouse } from './owner.ts';

const USAGE = `用法：
  npm run admin -- create-user --username <用户名> --name <姓名> --company <统一社会信用代码> [--role administrator] [--region 320703] [--subject <统一登录标识>]
      登记一人并显示一次性的邀请码；尚未设置密码的人可重复执行，得到新的邀请码
  npm run admin -- list
      列出人员
  npm run admin -- disable --username <用户名> --reason <原因>
      停用账户，立即生效
  npm run admin -- reset --username <用户名>
      忘记密码、被锁定或已停用：重新邀请
  npm run admin -- reset-second-factor --username <用户名> --reason <原因>
      手机丢失：解除动态验证码
角色：${roleNames
  .filter((name) => !('machine' in roles[name]))
  .map((name) => `${name} ${roles[name].title}`)
  .join('、')}
单位须已登记：npm run key -- --authority …`;

const options = {
  username: { type: 'string' },
  name: { type: 'string' },
  company: { type: 'string' },
  role: { type: 'string', default: 'administrator' },
  region: { type: 'string' },
  subject: { type: 'string' },
  reason: { type: 'string' },
} as const;

type Flags = { [name in keyof typeof options]?: string };

const acts: Readonly<Record<string, (work: Work, flags: Flags) => Promise<string>>> = {
  'create-user': async (work, flags) => invitedText(await createUser(work, flags)),
  list: listText,
  disable: async (work, flags) => {
    const { username } = await disablePerson(
      work,
      'all',
      given(flags, 'username'),
      given(flags, 'reason'),
    );
    return `${username} 已停用。`;
  },
  reset: async (work, flags) =>
    invitedText(await inviteAgain(work, 'all', given(flags, 'username'))),
  'reset-second-factor': async (work, flags) => {
    const [username, reason] = [given(flags, 'username'), given(flags, 'reason')];
    await resetSecondFactor(work, 'all', username, reason);
    return `${username} 的动态验证码已解除，下次登录时重新绑定。`;
  },
};

/** Enters somebody; who was entered so and has no password yet is invited again. */
async function createUser(work: Work, flags: Flags): Promise<Invited> {
  const username = given(flags, 'username').toLowerCase();
  if (!/^[a-z0-9][a-z0-9._-]{2,31}$/.test(username)) {
    const detail = '--username 为3至32位小写字母、数字、点、下划线或连字符，以字母或数字开头。';
    throw new Problem('invalid', 'username-invalid', detail);
  }
  const company = readUscc(given(flags, 'company'));
  if (!company.ok)
    throw new Problem('invalid', 'uscc-invalid', `--company 有误：${company.problem}。`);
  const person = {
    username,
    name: given(flags, 'name'),
    companyId: company.value,
    role: roleIn(flags),
    region: regionIn(flags),
    subject: flags.subject,
  };
  const [waiting] = await work.sql`
    select from we.person p where p.username = ${username} and p.company_id = ${person.companyId} and p.name = ${person.name} and p.role = ${person.role}
      and not exists (select from we.person_account a where a.user_id = p.id and a.password is not null)`;
  return waiting ? inviteAgain(work, 'all', username) : invitePerson(work, 'all', person);
}

function roleIn({ role = '' }: Flags): RoleName {
  if (isRole(role)) return role;
  throw new Problem('invalid', 'role-unknown', `--role 应为 ${roleNames.join('、')} 之一。`);
}

function regionIn({ region }: Flags): string | undefined {
  if (region === undefined || /^\d{2}(\d{2}){0,2}$/.test(region)) return region;
  throw new Problem('invalid', 'region-invalid', '--region 为区划代码的前2、4或6位，如 320703。');
}

function given(flags: Flags, name: keyof Flags): string {
  const value = flags[name]?.trim();
  if (value) return value;
  throw new Problem('invalid', 'flag-missing', `请用 --${name} 写明${MEANT[name] ?? name}。`);
}

const MEANT: Flags = {
  username: '用户名',
  name: '姓名',
  company: '单位的统一社会信用代码',
  reason: '原因',
};

const invitedText = ({ username, token, expiresAt }: Invited): string =>
  [
    `已邀请 ${username}。邀请码（只显示这一次，${expiresAt.toISOString()} 前有效）：${token}`,
    '请本人设置密码：',
    `  curl -X POST <服务地址>/api/v1/invitation-acceptances -H 'Origin: <服务地址>' -H 'Content-Type: application/json' \\`,
    `    -d '{"token":"${token}","password":"…"}'`,
  ].join('\n');

async function listText(work: Work): Promise<string> {
  const lines: string[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const page = await listPeople(work, 'all', { after, limit: 200 });
    for (const { username, name, companyId, role, status, secondFactor } of page.items) {
      lines.push([username, name, companyId, role, status, secondFactor ? '2FA' : '-'].join('  '));
    }
    after = page.next ?? undefined;
    more = page.next !== null;
  }
  return lines.length === 0 ? '还没有人员。' : lines.join('\n');
}

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const act = acts[positionals[0] ?? ''];
  if (act === undefined || positionals.length > 1) {
    throw new Problem(
      'invalid',
      'act-unknown',
      `请写明要做什么：${Object.keys(acts).join('、')}。`,
    );
  }
  await withHouse(async (house, now) => {
    console.log(await asOwner(house, now, (work) => act(work, values)));
  });
});
