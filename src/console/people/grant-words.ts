import { type Grant, grants } from '../../domain/people/grants.ts';
import type { Say } from '../frame/say.ts';

const english: Readonly<Record<Grant, string>> = {
  read: 'Read the projects, payrolls, duties, alerts and papers of its own or of its region',
  'registry:write': 'Register companies, projects, contracts, accounts and engagements',
  'registry:propose': 'Propose projects and contracts, for the authority to confirm',
  'registry:confirm': 'Confirm projects and contracts',
  'attendance:post': 'Report attendance',
  'payroll:post': 'File and withdraw payrolls',
  'payroll:approve': 'Approve payrolls',
  'payroll:order': 'Order payrolls and fetch the order files',
  'settlement:write': 'Report settlements and their steps',
  'delays:write': 'State why an instalment is late',
  'complaints:write': 'Take and close complaints',
  'alerts:reply': 'Answer alerts',
  'alerts:handle': 'Dismiss alerts and accept excuses',
  'notices:handle': 'Approve, serve and withdraw papers',
  'reports:read': 'Fetch the monthly reports of the region',
  'personal:disclose': 'See identity, card and phone numbers in full, with a reason',
  'personal:audit': 'See who looked at numbers in full, and why',
  'calendar:write': 'Confirm the holidays of a year',
  'rules:write': 'Propose, release, withdraw and rehearse versions of rules',
  'jobs:run': 'See and start the nightly jobs',
  'people:write': 'Invite and disable people, change their roles',
  'messages:tend': 'See the messages of the own bank, what is unmatched and its record; read again',
  'keys:write': 'Make and end keys of the interface, register banks and their secrets',
};

/** What a grant allows. */
export const grantWord = (t: Say, grant: Grant): string => t(grants[grant], english[grant]);
