import { z } from '@hono/zod-openapi';
import { inviteAgain, invitePerson } from '../domain/people/invitations.ts';
import {
  changeRole,
  disablePerson,
  listPeople,
  resetSecondFactor,
} from '../domain/people/persons.ts';
import { roleNames } from '../domain/people/roles.ts';
import { actorOf } from './edge.ts';
import { operation } from './operation.ts';
import { listOf, page, text, uscc } from './shapes.ts';

const tag = '人员';
const grants = ['people:write'] as const;

export const username = z
  .string()
  .trim()
  .toLowerCase()
  .refine((value) => /^[a-z0-9][a-z0-9._-]{2,31}$/.test(value), {
    error: '用户名为3至32位小写字母、数字、点、下划线或连字符，以字母或数字开头。',
    params: { fault: 'username-invalid' },
  });

/** A prefix of region codes. */
export const region = z.string().refine((value) => /^\d{2}(\d{2}){0,2}$/.test(value), {
  error: '辖区为行政区划代码的前2、4或6位，如 3207、320703。',
  params: { fault: 'region-invalid' },
});

export const role = z.enum(roleNames);
const place = { role, region: region.optional() };
const reason = z.strictObject({ reason: text(500) });
const inPath = z.strictObject({ username: text(64) });

const person = z
  .object({
    username: z.string(),
    name: z.string(),
    companyId: z.string(),
    company: z.string().openapi({ description: '单位名称' }),
    role,
    region: z.object({ lo: z.int(), hi: z.int() }).nullable(),
    status: z.enum(['invited', 'active', 'locked', 'disabled']),
    secondFactor: z.boolean(),
  })
  .openapi('Person');

const invited = z
  .object({
    username: z.string(),
    token: z.string().openapi({ description: '邀请码：只显示这一次，三天内有效' }),
    expiresAt: z.iso.datetime(),
  })
  .openapi('Invited');

/** 人员：由管理员邀请、变更、停用. */
export const people = [
  operation({
    method: 'post',
    path: '/people',
    tag,
    summary: '邀请一人；把邀请码交给本人，由其设置密码',
    grants,
    body: z.strictObject({
      username,
      name: text(50),
      companyId: uscc,
      ...place,
      subject: text(255).optional().openapi({ description: '统一登录中的标识（sub）' }),
    }),
    idempotent: true,
    status: 201,
    answer: invited,
    run: ({ c, body, issue }) => issue(null, (work) => invitePerson(work, actorOf(c).region, body)),
  }),
  operation({
    method: 'get',
    path: '/people',
    tag,
    summary: '列出辖区内的人员',
    grants,
    query: z.strictObject(page),
    answer: listOf(person),
    run: ({ c, query, read }) => read(null, (work) => listPeople(work, actorOf(c).region, query)),
  }),
  operation({
    method: 'put',
    path: '/people/{username}/role',
    tag,
    summary: '变更角色或辖区；其登录随即失效',
    grants,
    params: inPath,
    body: z.strictObject(place),
    answer: z.object({ username: z.string(), role }),
    run: ({ c, params, body, write }) =>
      write(null, (work) => changeRole(work, actorOf(c).region, params.username, body)),
  }),
  operation({
    method: 'put',
    path: '/people/{username}/disablement',
    tag,
    summary: '停用账户，立即生效；重新邀请即恢复',
    grants,
    params: inPath,
    body: reason,
    answer: z.object({ username: z.string(), status: z.literal('disabled') }),
    run: ({ c, params, body, write }) =>
      write(null, (work) => disablePerson(work, actorOf(c).region, params.username, body.reason)),
  }),
  operation({
    method: 'post',
    path: '/people/{username}/invitations',
    tag,
    summary: '重新邀请忘记密码、被锁定或已停用的人；原密码和登录随即失效',
    grants,
    params: inPath,
    body: z.strictObject({}),
    idempotent: true,
    status: 201,
    answer: invited,
    run: ({ c, params, issue }) =>
      issue(null, (work) => inviteAgain(work, actorOf(c).region, params.username)),
  }),
  operation({
    method: 'put',
    path: '/people/{username}/second-factor/reset',
    tag,
    summary: '解除丢失的动态验证码，由本人重新绑定；其登录随即失效',
    grants,
    params: inPath,
    body: reason,
    answer: z.object({ username: z.string(), secondFactor: z.literal(false) }),
    run: ({ c, params, body, write }) =>
      write(null, (work) =>
        resetSecondFactor(work, actorOf(c).region, params.username, body.reason),
      ),
  }),
];
