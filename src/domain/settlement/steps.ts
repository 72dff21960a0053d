import type { Work } from '../../../db/work.ts';
import type { Day } from '../../lib/day.ts';
import { type Fault, Problem, refused } from '../../lib/problem.ts';
import { sha256 } from '../../lib/vault.ts';
import { canonical, record } from '../events.ts';
import { byDayThenSeq, type Step } from './fold.ts';
import { loadSettlement, refreshSettlement, type Settlement, standingOf } from './refresh.ts';
import { type SettlementView, viewOf } from './settlements.ts';
import { type Speaker, speakersOf } from './speakers.ts';
import { verdictOf } from './verdict.ts';

export interface StepInput {
  step: string;
  on: Day;
  statedBy: Speaker;
  amountFen?: number | undefined;
  undisputedFen?: number | undefined;
  reasonCode?: string | undefined;
  reasonText?: string | undefined;
  missingPapers?: string[] | undefined;
  evidence?: string[] | undefined;
}

// They end or set the owner's own duty, so the owner does not state them.
const notByOwner = new Set(['payment-applied', 'withdrawn']);

const speakerNames = { owner: '建设单位', contractor: '施工总承包单位', authority: '主管部门' };

/**
 * Writes what happened to a settlement, and moves, meets or ends its duties. Steps may come late and
 * out of order; the state is that of all steps by (day, order of arrival). The same step again
 * changes nothing; with evidence where there was none it is a new one.
 *
 * @throws Problem `not-found`, `step-not-yours`, `settlement-state` (409: after a withdrawal, or a
 *   withdrawal before what is known), `invalid-input` (day before delivery or in the future, a
 *   payment without its amount)
 */
export async function addStep(
  work: Work,
  projectId: number,
  settlementId: string,
  input: StepInput,
): Promise<SettlementView> {
  await checkSpeaker(work, projectId, input);
  const settlement = await loadSettlement(work, projectId, settlementId, true);
  if (settlement.steps.some((s) => saysAlready(s, input))) {
    return viewOf(projectId, settlement, await standingOf(work, projectId, settlement));
  }
  checkInput(work, settlement, input);
  checkState(settlement, input);
  const step = newStep(input, settlement.steps.length + 1);
  await insertStep(work, projectId, settlementId, step);
  const after = { ...settlement, steps: [...settlement.steps, step] };
  const standing = await refreshSettlement(work, projectId, after);
  await record(
    work,
    projectId,
    'settlement.step-stated',
    settlementId,
    told(step, standing.status),
  );
  return viewOf(projectId, after, standing);
}

async function checkSpeaker(work: Work, projectId: number, { step, statedBy }: StepInput) {
  const speakers = await speakersOf(work, projectId);
  if (!speakers.has(statedBy)) {
    throw new Problem(
      'forbidden',
      'step-not-yours',
      `只有${speakerNames[statedBy]}本身或主管部门可以登记${speakerNames[statedBy]}的陈述。`,
    );
  }
  if (statedBy === 'owner' && notByOwner.has(step)) {
    throw new Problem(
      'forbidden',
      'step-not-yours',
      '申请支付和撤回结算由施工总承包单位或主管部门登记。',
    );
  }
}

function saysAlready(known: Step, input: StepInput): boolean {
  const asked = newStep(input, known.seq);
  // The verdict is ours, and a later detector may judge the same words otherwise.
  const words = ({ evidence: _, verdict: __, ...rest }: Step) => canonical(rest);
  if (words(known) !== words(asked)) return false;
  // The payee's word needs no evidence, and a payment told twice would count twice.
  const needsEvidence = !(asked.step === 'paid' && asked.statedBy === 'contractor');
  return !needsEvidence || asked.evidence === null || known.evidence !== null;
}

function checkInput(work: Work, settlement: Settlement, input: StepInput) {
  const faults: Fault[] = [];
  if (input.on < settlement.deliveredOn) {
    faults.push({
      pointer: '/on',
      code: 'day-before-delivery',
      message: `日期早于结算文件送达日期 ${settlement.deliveredOn}，请核对。`,
    });
  }
  if (input.on > work.day) {
    faults.push({ pointer: '/on', code: 'day-in-future', message: '日期晚于今天，请核对。' });
  }
  if (input.step === 'paid' && !input.amountFen) {
    faults.push({ pointer: '/amountFen', code: 'amount-missing', message: '登记付款须填写金额。' });
  }
  if (faults.length > 0) throw refused('invalid-input', '结算步骤有误。', faults);
}

function checkState(settlement: Settlement, input: StepInput) {
  const withdrawn = settlement.steps.find((s) => s.step === 'withdrawn');
  if (withdrawn && (input.step === 'withdrawn' || input.on >= withdrawn.onDay)) {
    throw new Problem(
      'conflict',
      'settlement-state',
      `该结算已于 ${withdrawn.onDay} 撤回，不能再登记此后的步骤。`,
      {
        status: 'withdrawn',
        since: withdrawn.onDay,
      },
    );
  }
  const last = settlement.steps.toSorted(byDayThenSeq).at(-1);
  if (input.step === 'withdrawn' && last && last.onDay > input.on) {
    throw new Problem(
      'conflict',
      'settlement-state',
      `该结算在 ${last.onDay} 已有步骤（${last.step}），不能撤回于更早的日期。`,
      { status: last.step, since: last.onDay },
    );
  }
}

const listOrNull = (list: string[] | undefined) => (list && list.length > 0 ? list : null);

const newStep = (input: StepInput, seq: number): Step => ({
  seq,
  step: input.step,
  onDay: input.on,
  statedBy: input.statedBy,
  amountFen: input.amountFen ?? null,
  undisputedFen: input.undisputedFen ?? null,
  reasonCode: input.reasonCode ?? null,
  reasonText: input.reasonText ?? null,
  verdict: verdictOf(input.reasonText),
  missingPapers: listOrNull(input.missingPapers),
  evidence: listOrNull(input.evidence),
});

async function insertStep(
  { sql, now, actor }: Work,
  projectId: number,
  settlementId: string,
  step: Step,
) {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  await sql`insert into we.settlement_step (project_id, settlement_id, seq, step, on_day, stated_by, amount_fen, undisputed_fen,
      reason_code, reason_text, verdict, missing_papers, evidence, actor, known_at)
    values (${projectId}, ${settlementId}, ${step.seq}, ${step.step}, ${step.onDay}, ${step.statedBy}, ${step.amountFen}, ${step.undisputedFen},
      ${step.reasonCode}, ${step.reasonText}, ${json(step.verdict)}::jsonb, ${json(step.missingPapers)}::jsonb,
      ${json(step.evidence)}::jsonb, ${actor.holder}, ${now})`;
}

// Free text may name people, which the trail must not: it holds what proves the text instead.
const told = (step: Step, status: string) => {
  const { reasonText, missingPapers, evidence, verdict, ...plain } = step;
  return {
    ...plain,
    read: verdict && { ...verdict, span: null },
    status,
    said: sha256(canonical({ reasonText, missingPapers, evidence })),
  };
};
