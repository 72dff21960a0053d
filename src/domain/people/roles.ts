import type { Grant } from './grants.ts';

/** What a role is: which organisations have it, what it may do, and how its people prove themselves. */
export interface Role {
  title: string;
  /** The kind of organisation that its people belong to. */
  kind: 'authority' | 'contractor' | 'owner' | 'bank';
  grants: readonly Grant[];
  /** Whether nothing may be done before a second factor was shown. */
  secondFactor: boolean;
  /** A machine signs its messages and never signs in. */
  machine?: true;
}

/** All roles: the one place that says what a person may do. An API key has the grants it was given. */
export const roles = {
  inspector: {
    title: '监察员',
    kind: 'authority',
    grants: [
      'read',
      'registry:write',
      'registry:confirm',
      'settlement:write',
      'personal:disclose',
      'reports:read',
      'complaints:write',
    ],
    secondFactor: false,
  },
  supervisor: {
    title: '监察负责人',
    kind: 'authority',
    grants: [
      'read',
      'reports:read',
      'alerts:handle',
      'notices:handle',
      'personal:audit',
      'rules:write',
    ],
    secondFactor: true,
  },
  'contractor-clerk': {
    title: '施工单位劳资员',
    kind: 'contractor',
    grants: [
      'read',
      'registry:write',
      'attendance:post',
      'payroll:post',
      'payroll:order',
      'settlement:write',
      'alerts:reply',
    ],
    secondFactor: false,
  },
  'contractor-approver': {
    title: '施工单位复核人',
    kind: 'contractor',
    grants: ['read', 'payroll:approve'],
    secondFactor: true,
  },
  'owner-clerk': {
    title: '建设单位经办人',
    kind: 'owner',
    grants: ['read', 'registry:propose', 'settlement:write', 'delays:write', 'alerts:reply'],
    secondFactor: false,
  },
  'bank-machine': {
    title: '银行系统',
    kind: 'bank',
    grants: [],
    secondFactor: false,
    machine: true,
  },
  'bank-clerk': {
    title: '银行经办人',
    kind: 'bank',
    grants: ['messages:tend'],
    secondFactor: false,
  },
  auditor: {
    title: '审计员',
    kind: 'authority',
    grants: ['read', 'reports:read', 'personal:audit'],
    secondFactor: false,
  },
  administrator: {
    title: '系统管理员',
    kind: 'authority',
    grants: ['people:write', 'keys:write', 'calendar:write', 'rules:write', 'jobs:run'],
    secondFactor: true,
  },
} as const satisfies Readonly<Record<string, Role>>;

export type RoleName = keyof typeof roles;

export const roleNames = Object.keys(roles) as RoleName[];

/** Whether a text is the name of a role. */
export const isRole = (text: string): text is RoleName => Object.hasOwn(roles, text);

/** The role behind a stored name. @throws Error for a name that no version had */
export function roleOf(name: string): Role {
  if (isRole(name)) return roles[name];
  throw new Error(`no role ${name}`);
}
