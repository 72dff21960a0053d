import type { AccountBody } from '../../src/demo/story-actions.ts';
import type { Ledger, ProjectFacts } from './facts.ts';

/** Takes in an account, or what became of it. */
export function takeAccount(
  { accounts }: ProjectFacts,
  ref: string,
  body: AccountBody,
  ledger: Ledger,
): void {
  const account = {
    ref,
    name: body.accountName,
    openedOn: body.openedOn,
    filedOn: body.filedOn ?? null,
    agreementSignedOn: body.agreementSignedOn ?? null,
    closedOn: body.closedOn ?? null,
    closingNoticeOn: body.closingNoticeOn ?? null,
    ledger,
  };
  const at = accounts.findIndex((one) => one.ref === ref);
  accounts.splice(at < 0 ? accounts.length : at, 1, account);
}
