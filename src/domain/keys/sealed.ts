import { phoneDigits } from '../../lib/identity.ts';
import type { BlindKind } from '../../lib/vault.ts';

/** A blind index, and the cipher whose content it is made of. */
export interface BlindColumn {
  column: string;
  kind: BlindKind;
  of: string;
  /** The indexed value in the content where it is a part of it; null: not an indexed one. */
  value?: (plain: string) => string | null;
}

/** A table that holds what a key sealed, with all that a change of keys must know of it. */
export interface SealedTable {
  table: string;
  /** Primary key without the project, with the types of its columns. */
  key: readonly (readonly [column: string, type: string])[];
  ciphers: readonly string[];
  /** Rows a statement, where a row is large. */
  atOnce?: number;
  blinds?: readonly BlindColumn[];
}

/** Rows of a project whose blind indexes are compared with each other: they change in one transaction. */
export const compared: readonly SealedTable[] = [
  {
    table: 'engagement',
    key: [['id', 'uuid']],
    ciphers: ['id_cipher', 'phone_cipher'],
    blinds: [
      { column: 'id_bidx', kind: 'id', of: 'id_cipher' },
      { column: 'phone_bidx', kind: 'phone', of: 'phone_cipher', value: phoneDigits },
    ],
  },
  {
    table: 'engagement_card',
    key: [
      ['engagement_id', 'uuid'],
      ['card_bidx', 'text'],
      ['from_day', 'date'],
    ],
    ciphers: ['card_cipher'],
    blinds: [{ column: 'card_bidx', kind: 'account', of: 'card_cipher' }],
  },
  {
    table: 'attendance_unmatched',
    key: [
      ['month', 'date'],
      ['id_bidx', 'text'],
    ],
    ciphers: ['id_cipher'],
    blinds: [{ column: 'id_bidx', kind: 'id', of: 'id_cipher' }],
  },
  {
    table: 'site_record',
    key: [['id', 'uuid']],
    ciphers: ['id_cipher'],
    blinds: [{ column: 'id_bidx', kind: 'id', of: 'id_cipher' }],
  },
  {
    table: 'wage_account',
    key: [['id', 'uuid']],
    ciphers: ['account_cipher'],
    blinds: [{ column: 'account_bidx', kind: 'account', of: 'account_cipher' }],
  },
  {
    table: 'payer_account',
    key: [
      ['terms_version', 'int'],
      ['account_bidx', 'text'],
    ],
    ciphers: ['account_cipher'],
    blinds: [{ column: 'account_bidx', kind: 'account', of: 'account_cipher' }],
  },
  {
    table: 'account_entry',
    key: [
      ['account_id', 'uuid'],
      ['entry_id', 'text'],
    ],
    ciphers: ['counterparty_cipher'],
    blinds: [{ column: 'counterparty_bidx', kind: 'account', of: 'counterparty_cipher' }],
  },
];

/** Other rows of a project: some thousand at a time. */
export const inProject: readonly SealedTable[] = [
  {
    table: 'payroll_line',
    key: [
      ['wage_month', 'date'],
      ['batch_id', 'uuid'],
      ['line_no', 'int'],
    ],
    ciphers: ['card_cipher'],
    blinds: [{ column: 'card_bidx', kind: 'account', of: 'card_cipher' }],
  },
  {
    table: 'payout_event',
    key: [
      ['batch_id', 'uuid'],
      ['line_no', 'int'],
      ['outcome', 'text'],
      ['at', 'timestamptz'],
    ],
    ciphers: ['payee_cipher'],
    blinds: [{ column: 'payee_bidx', kind: 'account', of: 'payee_cipher' }],
  },
  { table: 'notice', key: [['id', 'uuid']], ciphers: ['facts_cipher'] },
  { table: 'said', key: [['id', 'uuid']], ciphers: ['text_cipher'] },
  { table: 'disclosure', key: [['id', 'uuid']], ciphers: ['reason_cipher'] },
  {
    table: 'evidence_file',
    key: [['id', 'uuid']],
    ciphers: ['name_cipher', 'bytes_cipher'],
    atOnce: 4,
  },
];

/** The account that a waiting item speaks of; one that waits for a batch has none. */
const accountOfItem = (plain: string): string | null => {
  const { kind, accountNo } = JSON.parse(plain) as { kind: string; accountNo?: string };
  return kind === 'payout' || kind === 'order' ? null : (accountNo ?? null);
};

/** Rows of no project. */
export const outside: readonly SealedTable[] = [
  {
    table: 'bank_secret',
    key: [
      ['bank_code', 'text'],
      ['version', 'int'],
    ],
    ciphers: ['secret_cipher'],
  },
  {
    table: 'authority_certificate',
    key: [['authority_id', 'text']],
    ciphers: ['certificate_cipher'],
  },
  {
    table: 'bank_message',
    key: [
      ['bank_code', 'text'],
      ['message_id', 'text'],
    ],
    ciphers: ['raw_cipher', 'answer_cipher'],
  },
  {
    table: 'bank_unmatched',
    key: [
      ['bank_code', 'text'],
      ['message_id', 'text'],
      ['item_no', 'int'],
    ],
    ciphers: ['item_cipher'],
    blinds: [{ column: 'waits_for', kind: 'account', of: 'item_cipher', value: accountOfItem }],
  },
  {
    table: 'idempotent_answer',
    key: [
      ['holder', 'text'],
      ['route', 'text'],
      ['key', 'text'],
    ],
    ciphers: ['answer_cipher'],
  },
  { table: 'task', key: [['id', 'uuid']], ciphers: ['outcome_cipher'], atOnce: 4 },
];
