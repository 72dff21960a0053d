import type { Place } from './place.ts';

/**
 * The account number of a CashAccount element: IBAN or `Othr/Id`, without blanks. An IBAN whose
 * check digits fail is read and reported once (iban-checksum): banks' own files contain them.
 */
export function readAccountNo(account: Place | null): string | null {
  const iban = account?.kid('Id', 'IBAN');
  const text = iban?.text()?.replace(/\s/g, '') ?? null;
  if (!iban || text === null) {
    return account?.text('Id', 'Othr', 'Id')?.replace(/\s/g, '') ?? null;
  }
  if (!ibanHolds(text) && !iban.log.noted.has(text)) {
    iban.log.noted.add(text);
    iban.warn('iban-checksum', `尾号 ${text.slice(-4)} 的 IBAN 校验位不符`);
  }
  return text;
}

/** The name of a party: `Nm` up to version .07, `Pty/Nm` after, an agent's where it is a bank. */
export function readPartyName(party: Place | null): string | null {
  return (
    party?.limited(140, 'Nm') ??
    party?.limited(140, 'Pty', 'Nm') ??
    party?.limited(140, 'Agt', 'FinInstnId', 'Nm') ??
    null
  );
}

/** What identifies a bank: BIC (`BICFI` from .03 on), clearing member number, or another id. */
export function readBankCode(agent: Place | null): string | null {
  const bank = agent?.kid('FinInstnId') ?? null;
  return (
    bank?.text('BICFI') ??
    bank?.text('BIC') ??
    bank?.text('ClrSysMmbId', 'MmbId') ??
    bank?.text('Othr', 'Id') ??
    null
  );
}

/**
 * `Ustrd` lines, else structured creditor references, blanks folded. Over 140 characters a line is
 * reported (text-too-long), still read.
 */
export function readRemittance(information: Place | null): string | null {
  if (information === null) return null;
  const lines = information.kids('Ustrd').map((line) => line.limited(140));
  const references = information.kids('Strd').map((part) => part.text('CdtrRefInf', 'Ref'));
  const free = lines.filter((line) => line !== null);
  const texts = free.length > 0 ? free : references.filter((text) => text !== null);
  return texts.length > 0 ? texts.join(' ').replace(/\s+/g, ' ') : null;
}

/** An id given by our side; `NOTPROVIDED` is the banks' way to say there was none. */
export function readReference(place: Place, ...path: string[]): string | null {
  const text = place.limited(35, ...path);
  return text === 'NOTPROVIDED' ? null : text;
}

/** Whether the check digits of an IBAN hold (ISO 13616, modulo 97 = 1). */
export function ibanHolds(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{1,30}$/.test(iban)) return false;
  const turned = iban.slice(4) + iban.slice(0, 4);
  let rest = 0;
  for (const char of turned) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
