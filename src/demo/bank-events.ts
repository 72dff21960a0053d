import { batchNoRef, type Refs } from './refs.ts';
import type { BankAction, BankEntry } from './story-actions.ts';

type EventAction = Exclude<BankAction, { type: 'camt054' }>;

/** A bank's message of the events API: `{type, timestamp, data}`, refs resolved. */
export function bankEvent(action: EventAction, at: string, refs: Refs) {
  const { type, data } = contentOf(action, refs);
  // One fact goes as an object, several as a list: the API takes both.
  return { type, timestamp: at, data: data.length === 1 ? data[0] : data };
}

function contentOf(action: EventAction, refs: Refs): { type: string; data: object[] } {
  switch (action.type) {
    case 'entries':
      return { type: 'entry.booked', data: action.entries.map((entry) => entryData(entry, refs)) };
    case 'payout-results':
      return {
        type: 'payout.result',
        data: action.results.map(({ lineRef, ...rest }) => ({
          endToEndId: refs.endToEndId(lineRef),
          ...rest,
        })),
      };
    case 'balances':
      return { type: 'account.balance', data: action.balances };
    case 'feed-complete':
      return { type: 'feed.complete', data: action.feeds };
  }
}

function entryData({ batchRef, lineRef, ...rest }: BankEntry, refs: Refs): object {
  return {
    ...rest,
    ...(batchRef === undefined ? {} : { batchNo: refs.get(batchNoRef(batchRef)) }),
    ...(lineRef === undefined ? {} : { endToEndId: refs.endToEndId(lineRef) }),
  };
}
