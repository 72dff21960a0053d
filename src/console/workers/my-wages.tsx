import { z } from 'zod';
import { write } from '../../../db/work.ts';
import { complainAtSite } from '../../domain/site/complaints.ts';
import {
  atSite,
  type OwnWages,
  ownWages,
  plainName,
  readPass,
} from '../../domain/site/own-wages.ts';
import type { Deps } from '../../http/edge.ts';
import { counted, proving, refuseSpent } from '../../http/rates.ts';
import { month, text } from '../../http/shapes.ts';
import { dayOf } from '../../lib/day.ts';
import { Problem } from '../../lib/problem.ts';
import { readSiteCode } from '../../lib/site-code.ts';
import { halfWidth } from '../../lib/text.ts';
import { act, page } from '../frame/page.tsx';
import { Banner, Field, Refusal, type Refused } from '../frame/parts.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import type { PageSpec } from '../frame/visit.ts';
import { OwnMonths } from './my-wages-months.tsx';

/** Every refusal comes this long after the question, whatever was wrong. */
const REFUSED_AFTER_MS = 400;

const typedAs = (read: (typed: string) => string | null, error: string) =>
  z
    .string()
    .max(64)
    .refine((typed) => read(typed) !== null, { error, params: { fault: 'value-invalid' } })
    .transform((typed) => read(typed) as string);

const readSix = (typed: string): string | null => {
  const six = halfWidth(typed).replace(/\s/g, '').toUpperCase();
  return /^\d{5}[\dX]$/.test(six) ? six : null;
};

const claim = z.object({
  site: typedAs(readSiteCode, '工地码输错了：请对照告示牌或者工资对账单，一位一位再输一遍。'),
  name: text(50),
  lastSix: typedAs(readSix, '身份证号后六位：要填六位，最后一位可能是字母 X。'),
});

/** Why not, in words for somebody who reads little; what is said of one field stands at the field alone. */
function WhyNot({ refused }: { refused: Refused | undefined }) {
  const t = useSay();
  if (!refused) return null;
  const { code, detail, extra } = refused.problem;
  if (code !== 'invalid-input' && code !== 'rate-limited') return <Refusal refused={refused} />;
  const tomorrow = Number(extra.retryAfterSeconds ?? 0) > 3600;
  return (
    <Banner kind="bad">
      <p>
        {code === 'invalid-input'
          ? t('有一项没有填对，请看下面红字。', 'Something is not filled in right; see below.')
          : tomorrow
            ? t(
                '错的次数太多了，请明天再试；着急可以直接找当地劳动监察部门。',
                'Too many wrong tries. Try again tomorrow.',
              )
            : detail}
      </p>
    </Banner>
  );
}

function Ask({ site, refused }: { site: string | undefined; refused: Refused | undefined }) {
  const t = useSay();
  const values = { site, ...refused?.values };
  return (
    <div class="plainly">
      <h1>{t('查我的工资', 'My wages')}</h1>
      <WhyNot refused={refused} />
      <form method="post" action={paths.myWages} data-quiet class="card" autocomplete="off">
        <Field
          name="site"
          label={t('工地码', 'Site code')}
          hint={t(
            '在告示牌或者工资对账单上，12 位数字',
            '12 digits, on the notice board or wage statement',
          )}
          value={values.site}
          refused={refused}
          inputmode="numeric"
          maxlength={40}
          required
        />
        <Field name="name" label={t('姓名', 'Name')} refused={refused} maxlength={50} required />
        <Field
          name="lastSix"
          label={t('身份证号后六位', 'Last six of your identity number')}
          hint={t('最后一位是 X 也要填', 'X counts too')}
          refused={refused}
          maxlength={8}
          required
        />
        <button type="submit">{t('查工资', 'Show')}</button>
      </form>
      <p class="quiet">
        {t('不用注册，不用密码，不要钱。', 'No account, no password, no charge.')}
      </p>
    </div>
  );
}

const askPage: PageSpec<unknown, { site?: string | undefined }> = {
  path: paths.myWages,
  grants: 'open',
  query: z.object({ site: z.string().max(40).optional() }),
  show: ({ t, query, refused }) => ({
    title: t('查我的工资', 'My wages'),
    main: <Ask site={query.site} refused={refused} />,
  }),
};

/** Runs a look-up; whoever fails is counted, by address and by the name tried, and told no sooner than anybody else. */
async function lookUp(
  visit: { c: Parameters<typeof counted>[0]; deps: Deps; now: Date },
  claimed: z.infer<typeof claim>,
): Promise<OwnWages> {
  const { c, deps, now } = visit;
  const told = new Promise((resolve) => setTimeout(resolve, REFUSED_AFTER_MS));
  const caller = { by: `wages:${claimed.site}:${plainName(claimed.name)}`, subject: 'wages' };
  await refuseSpent(c, 'wages', caller);
  try {
    return await proving(c, () => ownWages(deps.db, now, claimed));
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'wages-unknown') throw error;
    await counted(c, 'wages', caller);
    await told;
    throw error;
  }
}

const complaint = z.object({
  pass: z.string().max(1000),
  kind: z.enum(['wages', 'card-withheld']),
  month,
  text: text(500).optional(),
});

/** 工人查工资: for anybody who knows the three; nothing personal is in an address, nobody stays signed in. */
export const myWages = [
  page(askPage),
  act({
    path: paths.myWages,
    grants: 'open',
    body: claim,
    page: askPage,
    run: async (visit) => {
      const wages = await lookUp(visit, visit.body);
      const title = visit.t('我的工资', 'My wages');
      return { title, main: <OwnMonths wages={wages} /> };
    },
  }),
  act({
    path: paths.myComplaint,
    grants: 'open',
    body: complaint,
    page: askPage,
    run: async ({ deps, now, body: { pass, text: words, ...what } }) => {
      const { projectId, engagementId } = readPass(deps.db, now, pass);
      const filed = await write(deps.db, atSite(projectId), now, dayOf(now), (work) =>
        complainAtSite(work, projectId, engagementId, { ...what, text: words ?? null }),
      );
      return withQuery(paths.myWages, { done: filed ? 'complained' : 'complained-already' });
    },
  }),
];
