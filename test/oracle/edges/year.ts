import { makeCard, makeIdNumber, makeUscc } from '../../../src/demo/identities.ts';
import type { City, Plant, StoryStep } from '../../../src/demo/story.ts';
import type { CompanyBody } from '../../../src/demo/story-actions.ts';
import { addDays, addMonths, type Day, daysOf, type Month, monthOf } from '../../../src/lib/day.ts';
import { calendarOfOracle } from '../alerts.ts';

/** The bank of every site here; it keeps no account of the generated projects. */
export const BANK = '308';

const FIRST_COMPANY = 8_000_000;
const FIRST_PERSON = 9_000_000;

/** Somebody with numbers that are valid in form. */
export interface Person {
  idNumber: string;
  name: string;
  cardNo: string;
}

/** An account whose bank says each morning that it told all, but for the days from one to another. */
export interface Feed {
  accountNo: string;
  from: Day;
  silent: { from: Day; until: Day } | null;
}

/** What is planted around a generated city: sites told by hand, each fault at an edge. */
export class Year {
  readonly calendar = calendarOfOracle();
  readonly fromDay: Day;
  readonly toDay: Day;
  readonly authorityUscc: string;
  readonly steps: StoryStep[] = [];
  readonly plants: Plant[] = [];
  readonly feeds: Feed[] = [];
  #companies = 0;
  #persons = 0;
  #sites = 0;

  constructor({ fromDay, toDay, authority }: City) {
    this.fromDay = fromDay;
    this.toDay = toDay;
    this.authorityUscc = authority.uscc;
  }

  /** The n-th month, from 0. */
  month(n: number): Month {
    return addMonths(monthOf(this.fromDay), n);
  }

  /** The first working day at or after a number of days from the start. */
  day(n: number): Day {
    return this.calendar.fwd(addDays(this.fromDay, n));
  }

  code(): string {
    this.#sites += 1;
    return `EDGE-${String(this.#sites).padStart(3, '0')}`;
  }

  company(kind: CompanyBody['kinds'][number], more: Partial<CompanyBody> = {}): string {
    this.#companies += 1;
    const uscc = makeUscc(FIRST_COMPANY + this.#companies);
    const body: CompanyBody = { name: `虚构边界第${this.#companies}公司`, kinds: [kind], ...more };
    const actor = { role: 'authority', uscc: this.authorityUscc } as const;
    this.steps.push({
      at: `${this.fromDay}T07:00:00+08:00`,
      lane: `company:${uscc}`,
      actor,
      action: { type: 'company', uscc, body },
    });
    return uscc;
  }

  person(): Person {
    this.#persons += 1;
    const n = FIRST_PERSON + this.#persons;
    return { idNumber: makeIdNumber(n), name: `边${nameOf(this.#persons)}`, cardNo: makeCard(n) };
  }

  /** The generated city with all that was told around it. */
  around(city: City): City {
    const steps = [...city.steps, ...this.steps, ...this.#tellFeeds()].filter(
      ({ at }) => at.slice(0, 10) <= this.toDay,
    );
    return {
      ...city,
      banks: [...city.banks, { bankCode: BANK, name: '招商银行' }],
      steps: steps.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))),
      plants: [...city.plants, ...this.plants.filter(({ fromDay }) => fromDay <= this.toDay)],
    };
  }

  #tellFeeds(): StoryStep[] {
    return [...daysOf(this.fromDay, addDays(this.toDay, -1))]
      .filter((day) => this.calendar.isWorking(day))
      .flatMap((through): StoryStep[] => {
        const feeds = this.feeds
          .filter(({ from, silent }) => from <= through && !isSilent(silent, through))
          .map(({ accountNo }) => ({ accountNo, through }));
        const messageId = `edge-feed-${through}`;
        const action = { type: 'feed-complete', bankCode: BANK, messageId, feeds } as const;
        const at = `${addDays(through, 1)}T06:00:00+08:00`;
        const actor = { role: 'bank', bankCode: BANK } as const;
        return feeds.length === 0 ? [] : [{ at, lane: 'bank:edge', actor, action }];
      });
  }
}

const isSilent = (silent: Feed['silent'], through: Day) =>
  silent !== null && through >= silent.from && addDays(through, 1) < silent.until;

const DIGITS = '零一二三四五六七八九';
const nameOf = (n: number) => [...String(n)].map((digit) => DIGITS[Number(digit)]).join('');
