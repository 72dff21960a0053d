import { z } from '@hono/zod-openapi';
import { changeAccount, openAccount } from '../domain/accounts/accounts.ts';
import { parseId } from '../lib/id.ts';
import { operation } from './operation.ts';
import { accountNo, bankCode, day, projectCode, publicId, text } from './shapes.ts';

const tag = '工资专户';

const account = z.strictObject({
  bankCode,
  accountNo,
  accountName: text(100),
  openedOn: day,
  filedOn: day.optional(),
  agreementSignedOn: day.optional(),
  closedOn: day.optional(),
  closingNoticeOn: day.optional(),
});

const answer = z.object({ accountId: publicId });

/** 农民工工资专用账户. */
export const accounts = [
  operation({
    method: 'post',
    path: '/projects/{projectCode}/wage-accounts',
    tag,
    summary: '登记工资专户；一个账户只用于一个项目',
    grants: ['registry:write'],
    params: z.strictObject({ projectCode }),
    body: account,
    idempotent: true,
    status: 201,
    answer,
    run: ({ params, body, write }) =>
      write(params, async (work, id) => {
        const { accountId } = await openAccount(work, id, body);
        return { accountId };
      }),
  }),
  operation({
    method: 'put',
    path: '/wage-accounts/{accountId}',
    tag,
    summary: '整体更新工资专户；账号和开户银行不变',
    grants: ['registry:write'],
    params: z.strictObject({ accountId: publicId }),
    body: account,
    answer,
    run: ({ params, body, write }) => {
      const { projectId, id } = parseId(params.accountId);
      return write({ projectId }, (work) => changeAccount(work, projectId, id, body));
    },
  }),
];
