import type { Action } from '../../src/demo/story-actions.ts';
import type { Day } from '../../src/lib/day.ts';
import type { ProjectFacts } from './facts.ts';

type TermsAction = Extract<Action, { type: 'project' | 'contract' | 'confirmation' }>;

/**
 * Takes in who and what a project is, and its contract. The first word counts at once, for
 * registering is not held up; a later one of anybody but the authority waits to be confirmed.
 */
export function takeTerms(
  facts: ProjectFacts,
  action: TermsAction,
  byAuthority: boolean,
  today: Day,
): void {
  take(facts, action, byAuthority);
  const status = facts.project?.status;
  if (status !== undefined && status !== facts.statuses.at(-1)?.status)
    facts.statuses.push({ status, on: today });
}

function take(facts: ProjectFacts, action: TermsAction, byAuthority: boolean): void {
  const { proposed } = facts;
  if (action.type === 'confirmation') {
    facts.project = proposed.project ?? facts.project;
    if (proposed.contract !== null) facts.contracts.push(proposed.contract);
    facts.proposed = { project: null, contract: null };
  } else if (action.type === 'project') {
    if (byAuthority || facts.project === null) facts.project = action.body;
    else proposed.project = action.body;
  } else if (byAuthority || facts.contracts.length === 0) facts.contracts.push(action.body);
  else proposed.contract = action.body;
}
