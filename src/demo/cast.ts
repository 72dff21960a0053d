import type { Dice } from './dice.ts';
import { makeUscc } from './identities.ts';
import { companyName } from './names.ts';
import type { Bank, Organisation } from './story.ts';
import type { CompanyBody } from './story-actions.ts';

/** A company of the story with what the authority registers of it. */
export interface CastCompany extends Organisation {
  body: CompanyBody;
}

/** Everybody but the workers. */
export interface Cast {
  authority: CastCompany;
  owners: CastCompany[];
  contractors: CastCompany[];
  subcontractors: CastCompany[];
  banks: Bank[];
}

const BANKS: readonly Bank[] = [
  { bankCode: '102', name: '中国工商银行' },
  { bankCode: '105', name: '中国建设银行' },
  { bankCode: '301', name: '交通银行' },
  { bankCode: '313', name: '江苏银行' },
];

/** Beyond the firms of any city. */
const FIRST_BANK = 9_000_000;

/** The invented code of a bank as an organisation. */
export const bankUscc = (bankCode: string): string => makeUscc(FIRST_BANK + Number(bankCode));

const MOST_WITHOUT_PROJECTS = 3;

/** The authority, enough companies for so many projects, and four banks. Every name is invented. */
export function makeCast(dice: Dice, projects: number, firstUscc: number): Cast {
  let nextUscc = firstUscc;
  const company = (name: string, body: Omit<CompanyBody, 'name'>): CastCompany => {
    const uscc = makeUscc(nextUscc);
    nextUscc += 1;
    return { uscc, name, body: { name, ...body } };
  };
  const many = (share: number) => Math.max(MOST_WITHOUT_PROJECTS, Math.ceil(projects * share));
  const list = (count: number, make: (at: number) => CastCompany) =>
    Array.from({ length: count }, (_, at) => make(at));
  return {
    authority: company('虚构市住房和城乡建设局', { kinds: ['authority'] }),
    owners: list(many(0.5), (at) =>
      company(companyName('owner', at), {
        kinds: ['owner'],
        size: dice.pick(['large', 'medium'] as const),
        ownership: dice.pick(['state', 'state', 'private', 'government'] as const),
      }),
    ),
    contractors: list(many(0.4), (at) =>
      company(companyName('contractor', at), {
        kinds: ['contractor'],
        size: dice.pick(['large', 'medium', 'small'] as const),
        ownership: dice.pick(['private', 'private', 'state'] as const),
      }),
    ),
    subcontractors: list(many(0.5), (at) =>
      company(companyName('subcontractor', at), {
        kinds: ['subcontractor'],
        size: dice.pick(['small', 'micro'] as const),
        ownership: 'private',
      }),
    ),
    banks: [...BANKS],
  };
}
