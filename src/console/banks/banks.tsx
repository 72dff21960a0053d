import { z } from 'zod';
import {
  type BankView,
  checkUnregistered,
  endSecret,
  getBank,
  listBanks,
  listSecrets,
  registerBank,
} from '../../domain/banks/banks.ts';
import { listBehind } from '../../domain/banks/feeds.ts';
import { bankMonths } from '../../domain/banks/scorecard.ts';
import { actorOf } from '../../http/edge.ts';
import { bankCode, text, uscc } from '../../http/shapes.ts';
import { ShownOnce } from '../frame/acting.tsx';
import { act, page } from '../frame/page.tsx';
import { DayText, InstantText, Refusal, type Refused, Table } from '../frame/parts.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import type { PageSpec } from '../frame/visit.ts';
import { Bank, Register } from './bank.tsx';
import { MONTHS } from './scorecard.tsx';

const grants = ['keys:write'] as const;
const ACCOUNTS = 100;

function List({ banks, refused }: { banks: readonly BankView[]; refused: Refused | undefined }) {
  const t = useSay();
  return (
    <>
      <div class="head">
        <h1>{t('银行和数据报送', 'Banks and feeds')}</h1>
      </div>
      <Refusal refused={refused} />
      <div class="columns">
        <section class="card">
          <Table
            caption={t('银行', 'Banks')}
            rows={banks}
            empty={t('还没有登记银行。', 'No bank is registered.')}
            columns={[
              {
                name: t('银行', 'Bank'),
                cell: ({ code, name }) => (
                  <a href={paths.bank(code)}>
                    {name} {code}
                  </a>
                ),
              },
              { name: t('专户', 'Accounts'), cell: ({ accounts }) => accounts, figures: true },
              { name: t('未齐', 'Behind'), cell: ({ behind }) => behind, figures: true },
              { name: t('最早齐至', 'Slowest'), cell: ({ through }) => <DayText day={through} /> },
              {
                name: t('最近报文', 'Last message'),
                cell: (one) => <InstantText at={one.lastMessageAt} />,
              },
              {
                name: t('未处理完', 'Not finished'),
                cell: ({ unfinished }) => unfinished,
                figures: true,
              },
              {
                name: t('未匹配', 'Not matched'),
                cell: ({ unmatched }) => unmatched,
                figures: true,
              },
            ]}
          />
        </section>
        <Register refused={refused} />
      </div>
    </>
  );
}

const listPage: PageSpec<unknown, unknown> = {
  path: paths.banks,
  grants,
  nav: { zh: '银行', en: 'Banks' },
  show: async ({ t, read, refused }) => ({
    title: t('银行和数据报送', 'Banks and feeds'),
    main: <List banks={await read(null, listBanks)} refused={refused} />,
  }),
};

const params = z.object({ bankCode });
type Params = z.infer<typeof params>;

const bankPage: PageSpec<Params, unknown> = {
  path: paths.bank(':bankCode'),
  grants,
  params,
  show: async ({ read, now, params: { bankCode: code }, refused }) => {
    const told = await read(null, async (work) => ({
      bank: await getBank(work, code),
      secrets: await listSecrets(work, code),
      behind: await listBehind(work, code, ACCOUNTS),
      months: await bankMonths(work, code, MONTHS),
    }));
    return { title: told.bank.name, main: <Bank {...told} now={now} refused={refused} /> };
  },
};

const inSecret = params.extend({ version: z.string().regex(/^[1-9]\d{0,4}$/) });

/** 银行和数据报送. */
export const bankPages = [
  page(listPage),
  act({
    path: paths.banks,
    grants,
    body: z.object({
      code: bankCode,
      name: text(50),
      companyId: uscc.optional(),
      publicKey: text(200).optional(),
      /** From the page of a bank that is registered. */
      changes: z.literal('true').optional(),
    }),
    page: listPage,
    run: async ({ c, t, write, issue, body }) => {
      // A bank's own public key is no secret.
      const register = body.publicKey === undefined ? issue : write;
      const { secret } = await register(null, async (work) => {
        if (!body.changes) await checkUnregistered(work, body.code);
        return { secret: await registerBank(work, body, actorOf(c).region) };
      });
      if (secret === null) return withQuery(paths.bank(body.code), { done: 'stored' });
      const title = t('签名密钥已生成', 'Secret made');
      const main = (
        <ShownOnce
          title={title}
          words={t(
            `请交给${body.name}的系统负责人，按 Standard Webhooks 签名。密钥只显示这一次。`,
            `Hand it to ${body.name}, which signs with it (Standard Webhooks). It is shown once.`,
          )}
          label={t('签名密钥', 'Secret')}
          secret={secret}
          on={paths.bank(body.code)}
        />
      );
      return { title, main };
    },
  }),
  page(bankPage),
  act<z.infer<typeof inSecret>, object>({
    path: paths.bankSecretEnd(':bankCode', ':version'),
    grants,
    params: inSecret,
    body: z.object({}),
    page: bankPage,
    run: async ({ c, write, params: { bankCode: code, version } }) => {
      await write(null, (work) => endSecret(work, code, Number(version), actorOf(c).region));
      return withQuery(paths.bank(code), { done: 'secret-ended' });
    },
  }),
];
