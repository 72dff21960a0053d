import type { City } from '../../../src/demo/story.ts';
import { plantAccounts } from './accounts.ts';
import { plantArrears } from './arrears.ts';
import { plantDeposits } from './deposits.ts';
import { plantGhosts } from './ghosts.ts';
import { plantLeavers } from './leavers.ts';
import { plantOddPay } from './odd-pay.ts';
import { plantPapers } from './papers.ts';
import { plantPeople } from './people.ts';
import { plantSettlements } from './settlements.ts';
import { plantTransfers } from './transfers.ts';
import { plantWages } from './wages.ts';
import { Year } from './year.ts';

const PLANTERS = {
  wages: plantWages,
  leavers: plantLeavers,
  oddPay: plantOddPay,
  ghosts: plantGhosts,
  arrears: plantArrears,
  transfers: plantTransfers,
  accounts: plantAccounts,
  people: plantPeople,
  deposits: plantDeposits,
  settlements: plantSettlements,
  papers: plantPapers,
} as const;

export type Kind = keyof typeof PLANTERS;

/** A generated city of a year with sites around it whose faults, of some kinds, lie at the edges of their rules' levels. */
export function atTheEdges(city: City, kinds: readonly Kind[]): City {
  const year = new Year(city);
  for (const kind of kinds) PLANTERS[kind](year);
  return year.around(city);
}
