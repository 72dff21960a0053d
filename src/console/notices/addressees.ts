import type { NoticeView } from '../../domain/notices/notices.ts';

/** Whom a paper is addressed to, both of a joint letter. */
export const addresseesOf = ({ addresseeName, addresseeUscc, jointName, jointUscc }: NoticeView) =>
  [addresseeName ?? addresseeUscc, jointName ?? jointUscc].filter(Boolean).join('、');
