import { z } from '@hono/zod-openapi';
import { type Work, write } from '../../db/work.ts';
import { acceptInvitation } from '../domain/people/invitations.ts';
import type { Outcome } from '../domain/people/lock.ts';
import { changePassword } from '../domain/people/persons.ts';
import { roleNames, roleOf } from '../domain/people/roles.ts';
import { enrol, proveSecondFactor } from '../domain/people/second-factor.ts';
import {
  endOf,
  endSession,
  lacksSecondFactor,
  type Session,
  stranger,
} from '../domain/people/sessions.ts';
import { signIn } from '../domain/people/sign-in.ts';
import { dropSessionCookie, ownPageOnly, setSessionCookie } from './cookies.ts';
import { operation } from './operation.ts';
import { text } from './shapes.ts';
import type { Call } from './spec.ts';

const tag = '登录';

const SECRET_LENGTH = 512;
/** As typed: blanks at its ends belong to it. */
const password = z.string().min(1).max(SECRET_LENGTH);

const standing = z.enum(['done', 'needed', 'enrolment-needed', 'none']).openapi({
  description: '动态验证码：done 已提交；needed 待提交；enrolment-needed 待绑定；none 不需要',
});

const sessionView = z
  .object({
    username: z.string(),
    name: z.string(),
    companyId: z.string(),
    role: z.enum(roleNames),
    grants: z.array(z.string()),
    secondFactor: standing,
    endsAt: z.iso.datetime().openapi({ description: '届时若无请求即过期' }),
  })
  .openapi('Session');

const taken = z.looseObject({ secondFactor: standing });

/** What was refused is committed first: a failure leaves its trace. */
export function settled<T>(outcome: Outcome<T>): T {
  if ('refused' in outcome) throw outcome.refused;
  return outcome.done;
}

/** A unit of work of somebody not known yet, from a page of this service. */
async function atDoor<T>(
  { c, deps, now, day }: Call<unknown, unknown, unknown>,
  act: (work: Work) => Promise<Outcome<T>>,
): Promise<T> {
  ownPageOnly(c);
  return settled(await write(deps.db, stranger, now, day, act));
}

const mine = ({ c }: Call<unknown, unknown, unknown>): Session => {
  if (c.var.session === undefined) throw new Error('this route has no session');
  return c.var.session;
};

const standingOf = (session: Pick<Session, 'secondAt' | 'person'>) => {
  if (lacksSecondFactor(session)) {
    return session.person.twoFactorEnabled ? 'needed' : 'enrolment-needed';
  }
  return session.secondAt === null ? 'none' : 'done';
};

/** 登录、动态验证码、密码、邀请. */
export const signingIn = [
  operation({
    method: 'post',
    path: '/session',
    tag,
    summary: '用用户名和密码登录，得到 Cookie；连续五次不正确锁定十五分钟',
    grants: 'open',
    body: z.strictObject({ username: text(64), password }),
    answer: taken,
    run: async (call) => {
      const { deps, body } = call;
      const { token, person } = await atDoor(call, (work) => signIn(work, deps.signIn, body));
      setSessionCookie(call.c, token);
      return { secondFactor: standingOf({ secondAt: null, person }) };
    },
  }),
  operation({
    method: 'get',
    path: '/session',
    tag,
    summary: '当前登录的人、角色和权限',
    grants: 'session',
    answer: sessionView,
    run: (call) => {
      const session = mine(call);
      const { username, name, companyId, role } = session.person;
      return {
        ...{ username, name, companyId, role },
        grants: roleOf(role).grants,
        secondFactor: standingOf(session),
        endsAt: endOf(session),
      };
    },
  }),
  operation({
    method: 'put',
    path: '/session/end',
    tag,
    summary: '退出登录',
    grants: 'session',
    answer: z.object({ ended: z.boolean() }),
    run: async (call) => {
      await call.write(null, (work) => endSession(work, mine(call)));
      dropSessionCookie(call.c);
      return { ended: true };
    },
  }),
  operation({
    method: 'post',
    path: '/session/second-factor/enrolment',
    tag,
    summary: '绑定动态验证码：得到密钥和恢复码，只显示这一次；首个正确的验证码使其生效',
    grants: 'session',
    body: z.strictObject({
      password: password.optional().openapi({ description: '只用统一登录的人没有密码' }),
    }),
    answer: z.object({
      uri: z.string().openapi({ description: 'otpauth://，供验证器应用扫码' }),
      recoveryCodes: z.array(z.string()).openapi({ description: '每个只能用一次' }),
    }),
    run: async (call) => {
      const { deps, body } = call;
      const act = (work: Work) => enrol(work, deps.signIn, mine(call), body.password);
      return settled(await call.write(null, act));
    },
  }),
  operation({
    method: 'put',
    path: '/session/second-factor',
    tag,
    summary: '提交动态验证码或恢复码；每个只能用一次',
    grants: 'session',
    body: z.union([
      z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
      z.strictObject({ recoveryCode: text(32) }),
    ]),
    answer: taken,
    run: async (call) => {
      const { deps, body } = call;
      const act = (work: Work) => proveSecondFactor(work, deps.signIn, mine(call), body);
      setSessionCookie(call.c, settled(await call.write(null, act)));
      return { secondFactor: 'done' };
    },
  }),
  operation({
    method: 'put',
    path: '/session/password',
    tag,
    summary: '更改自己的密码；其他登录随即失效',
    grants: 'session',
    body: z.strictObject({ password, newPassword: password }),
    answer: z.object({ changed: z.boolean() }),
    run: async (call) => {
      const { deps, body } = call;
      const act = (work: Work) => changePassword(work, deps.signIn, mine(call), body);
      settled(await call.write(null, act));
      return { changed: true };
    },
  }),
  operation({
    method: 'post',
    path: '/invitation-acceptances',
    tag,
    summary: '凭一次性的邀请码设置密码，之后即可登录',
    grants: 'open',
    body: z.strictObject({ token: text(128), password }),
    answer: z.object({ username: z.string() }),
    run: (call) => atDoor(call, (work) => acceptInvitation(work, call.deps.signIn, call.body)),
  }),
];
