import { z } from 'zod';
import { getBatch } from '../../domain/payroll/batch-view.ts';
import { type FollowedLine, followLines } from '../../domain/payroll/follow.ts';
import { registeredCards, resendLines } from '../../domain/payroll/resend.ts';
import { cardNo } from '../../http/shapes.ts';
import { parseId } from '../../lib/id.ts';
import { type Fault, Problem, refused } from '../../lib/problem.ts';
import { act, page } from '../frame/page.tsx';
import { Field, Money, Once, Refusal, type Refused, Table } from '../frame/parts.tsx';
import { paths, withQuery } from '../frame/paths.ts';
import { useSay } from '../frame/say.ts';
import type { PageSpec } from '../frame/visit.ts';
import { inBatch, MOST } from './batch.tsx';
import { causeOf, cureOf, isClosed } from './cures.ts';

const FAILED = ['rejected', 'returned'];

interface FormOf {
  batchId: string;
  batchNo: string;
  lines: readonly FollowedLine[];
  /** The card that is registered now, by line. */
  registered: ReadonlyMap<number, string>;
  refused: Refused | undefined;
}

function Form({ batchId, batchNo, lines, registered, refused }: FormOf) {
  const t = useSay();
  const ticked = new Set(refused?.values.line?.split(' '));
  return (
    <>
      <div class="head">
        <h1>{t('补发拒付、退票的工资', 'Send failed payments again')}</h1>
        <a class="num" href={paths.batch(batchId)}>
          {batchNo}
        </a>
      </div>
      <Refusal refused={refused} />
      <form class="card" method="post" action={paths.batchAct(batchId, 'resend')}>
        <Once refused={refused} />
        <p class="hint">
          {t(
            '先与本人办妥，再填新卡号补发；卡号留空即发到用工登记中的工资卡。提交后须另一人复核，再下达银行。',
            'Settle the cause with the worker first. An empty card number means the registered card. Another person approves it before it is ordered.',
          )}
        </p>
        <Table
          caption={t('可以补发的各笔', 'What can be sent again')}
          rows={lines}
          empty={t('没有可以补发的：都已补发或更正。', 'Nothing is left to send again.')}
          columns={[
            {
              name: t('补发', 'Send'),
              cell: ({ lineNo, name }) => (
                <input
                  type="checkbox"
                  name="line"
                  value={String(lineNo)}
                  checked={!refused || ticked.has(String(lineNo))}
                  aria-label={t(`补发第 ${lineNo} 行 ${name}`, `Send line ${lineNo}, ${name}`)}
                />
              ),
            },
            { name: t('行', 'Line'), cell: ({ lineNo }) => lineNo, figures: true },
            { name: t('姓名', 'Name'), cell: ({ name }) => name },
            {
              name: t('金额', 'Amount'),
              cell: ({ payFen }) => <Money fen={payFen} />,
              figures: true,
            },
            {
              name: t('原因和办法', 'Cause and cure'),
              cell: ({ reasonCode, reasonText }) => (
                <>
                  {causeOf(reasonCode, reasonText) || t('银行未说明', 'not told')}
                  <span class="small">{cureOf(t, reasonCode)}</span>
                </>
              ),
            },
            {
              name: t('新卡号', 'New card'),
              cell: ({ lineNo, cardLast4 }) => (
                <Field
                  name={`card-${lineNo}`}
                  label={t(`第 ${lineNo} 行新卡号`, `New card, line ${lineNo}`)}
                  hint={t(
                    `原卡尾号 ${cardLast4 ?? '—'}，留空发到尾号 ${registered.get(lineNo) ?? '—'}`,
                    `old card …${cardLast4 ?? '—'}; left empty: …${registered.get(lineNo) ?? '—'}`,
                  )}
                  refused={refused}
                  maxlength={40}
                  autocomplete="off"
                  inputmode="numeric"
                />
              ),
            },
          ]}
        />
        {lines.length > 0 && (
          <p>
            <button type="submit">{t('提交补发批次', 'File the batch')}</button>
          </p>
        )}
      </form>
    </>
  );
}

const resendPage: PageSpec<z.infer<typeof inBatch>, unknown> = {
  path: paths.batchAct(':batchId', 'resend'),
  grants: ['payroll:post'],
  params: inBatch,
  show: async (visit) => {
    const { batchId } = visit.params;
    const { projectId, id } = parseId(batchId);
    const told = await visit.read({ projectId }, async (work) => {
      const { batchNo } = await getBatch(work, projectId, id);
      const failed = await followLines(work, projectId, id, { states: FAILED, limit: MOST });
      const lines = failed.items.filter(({ resendable }) => resendable);
      const numbers = lines.map(({ lineNo }) => lineNo);
      return { batchNo, lines, registered: await registeredCards(work, projectId, id, numbers) };
    });
    return {
      title: visit.t('补发', 'Send again'),
      main: <Form batchId={batchId} {...told} refused={visit.refused} />,
    };
  },
};

/** Ticked boxes; one text with gaps where the form was kept while its sender signed in. */
const ticks = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((given) => [given ?? []].flat().flatMap((one) => one.split(' ')))
  .pipe(z.array(z.string().regex(/^[1-9]\d{0,4}$/)).max(MOST));
const body = z.looseObject({ line: ticks }).transform(({ line, ...rest }, context) => {
  const fault = (name: string, message: string) =>
    context.issues.push({
      code: 'custom',
      message,
      path: [name],
      params: { fault: 'value-invalid' },
      input: undefined,
    });
  if (line.length === 0) fault('line', '请至少勾选一笔。');
  return line.map((one) => {
    const given = rest[`card-${one}`];
    const card = given === undefined ? undefined : cardNo.safeParse(given);
    if (card?.error)
      fault(`card-${one}`, `第 ${one} 行：${card.error.issues[0]?.message ?? '卡号有误。'}`);
    return { lineNo: Number(one), cardNo: card?.data };
  });
});

/** Refuses lines that would go to the very card that the bank called closed. @throws Problem `invalid-input` */
function refuseClosed(
  chosen: readonly { lineNo: number; cardNo?: string | undefined }[],
  failed: readonly FollowedLine[],
  registered: ReadonlyMap<number, string>,
): void {
  const bare = new Set(chosen.flatMap(({ lineNo, cardNo: no }) => (no ? [] : [lineNo])));
  const errors = failed
    .filter((line) => bare.has(line.lineNo) && isClosed(line.reasonCode))
    .filter(({ lineNo, cardLast4 }) => registered.get(lineNo) === cardLast4)
    .map(({ lineNo, cardLast4 }) => ({
      pointer: `/card-${lineNo}`,
      code: 'card-closed',
      message: `第 ${lineNo} 行：尾号 ${cardLast4} 的卡银行说已销户或无效，请填写本人的新卡号。`,
    }));
  if (errors.length > 0) throw refused('invalid-input', '补发有误，未存入。', errors);
}

/** The domain's faults by line, said at the fields of this form. */
function atFields(error: unknown, lines: readonly { lineNo: number }[]): unknown {
  if (!(error instanceof Problem) || error.code !== 'invalid-input') return error;
  const errors = (error.extra.errors as readonly Fault[]).map((fault) => {
    const at = /^\/lines\/(\d+)/.exec(fault.pointer)?.[1];
    const line = at === undefined ? undefined : lines[Number(at)]?.lineNo;
    if (line === undefined) return fault;
    return { ...fault, pointer: `/card-${line}`, message: `第 ${line} 行：${fault.message}` };
  });
  return new Problem(error.kind, error.code, error.detail, { ...error.extra, errors });
}

/** 补发: the lines of a batch that the bank refused or returned, paid again. */
export const resendPages = [
  page(resendPage),
  act({
    path: paths.batchAct(':batchId', 'resend'),
    grants: ['payroll:post'],
    params: inBatch,
    body,
    page: resendPage,
    run: async (visit) => {
      const { projectId, id } = parseId(visit.params.batchId);
      const { batchId } = await visit
        .write({ projectId }, async (work) => {
          const failed = await followLines(work, projectId, id, { states: FAILED, limit: MOST });
          const lines = visit.body.map(({ lineNo }) => lineNo);
          const registered = await registeredCards(work, projectId, id, lines);
          refuseClosed(visit.body, failed.items, registered);
          return resendLines(work, projectId, id, visit.body);
        })
        .catch((error) => {
          throw atFields(error, visit.body);
        });
      return withQuery(paths.batch(batchId), { done: 'batch-resent' });
    },
  }),
];
