/** Files come from the interface itself: a session's cookie opens both. */
const API = '/api/v1';

/** Every address of the console, once. */
export const paths = {
  home: '/',
  overview: '/overview',
  signIn: '/sign-in',
  secondFactor: '/sign-in/second-factor',
  enrolment: '/sign-in/enrolment',
  signOut: '/sign-out',
  invitation: '/invitation',
  password: '/me/password',
  language: (language: string, to: string) => withQuery(`/language/${language}`, { to }),
  style: (version: string) => `/assets/${version}.css`,
  script: (version: string) => `/assets/${version}.js`,
  search: (filter: Query = {}) => withQuery('/search', filter),
  searchWorker: '/search/worker',
  alerts: (filter: Query = {}) => withQuery('/alerts', filter),
  alert: (alertId: string) => `/alerts/${alertId}`,
  alertAct: (alertId: string, act: string) => `/alerts/${alertId}/${act}`,
  wageStatement: (projectCode: string, engagementId: string) =>
    `${API}/projects/${encodeURIComponent(projectCode)}/workers/${engagementId}/wage-statement.pdf`,
  evidence: (alertId: string) => `${API}/alerts/${alertId}/evidence.zip`,
  evidenceFile: (fileId: string) => `${API}/evidence/${fileId}`,
  notices: (filter: Query = {}) => withQuery('/notices', filter),
  notice: (noticeId: string) => `/notices/${noticeId}`,
  noticePdf: (noticeId: string) => `${API}/notices/${noticeId}.pdf`,
  noticeWorkers: (noticeId: string) => `${API}/notices/${noticeId}/workers.pdf`,
  noticeAct: (noticeId: string, act: string) => `/notices/${noticeId}/${act}`,
  projects: (filter: Query = {}) => withQuery('/projects', filter),
  payrolls: (filter: Query = {}) => withQuery('/payrolls', filter),
  payrollsOf: (projectCode: string, filter: Query = {}) =>
    withQuery(`/payrolls/of/${projectCode}`, filter),
  attendanceOf: (projectCode: string, filter: Query = {}) =>
    withQuery(`/payrolls/of/${projectCode}/attendance`, filter),
  newPayroll: (filter: Query = {}) => withQuery('/payrolls/new', filter),
  newPayrollAct: (act: string) => `/payrolls/new/${act}`,
  payrollTemplate: (filter: Query = {}) => withQuery('/payrolls/template.xlsx', filter),
  batch: (batchId: string, filter: Query = {}) => withQuery(`/payrolls/batches/${batchId}`, filter),
  batchAct: (batchId: string, act: string) => `/payrolls/batches/${batchId}/${act}`,
  batchOrder: (batchId: string) => `${API}/payroll-batches/${batchId}/order.xml`,
  instalments: (filter: Query = {}) => withQuery('/instalments', filter),
  instalment: (projectCode: string, period: string) => `/instalments/${projectCode}/${period}`,
  instalmentAct: (projectCode: string, period: string, act: string) =>
    `/instalments/${projectCode}/${period}/${act}`,
  settlement: (settlementId: string) => `/settlements/${settlementId}`,
  settlementAct: (settlementId: string, act: string) => `/settlements/${settlementId}/${act}`,
  project: (projectCode: string) => `/projects/${projectCode}`,
  projectConfirmation: (projectCode: string) => `/projects/${projectCode}/confirmation`,
  book: (projectCode: string) => `${API}/projects/${encodeURIComponent(projectCode)}/book.pdf`,
  parties: (filter: Query = {}) => withQuery('/parties', filter),
  settlements: (filter: Query = {}) => withQuery('/settlements', filter),
  pretextReview: (settlementId: string, seq: string) =>
    `/settlements/${settlementId}/steps/${seq}/pretext-review`,
  myWages: '/my-wages',
  myWagesAt: (site: string) => withQuery('/my-wages', { site }),
  myComplaint: '/my-wages/complaint',
  poster: (projectCode: string) => `/projects/${projectCode}/wages-poster`,
  complaints: (filter: Query = {}) => withQuery('/complaints', filter),
  complaint: (complaintId: string) => `/complaints/${complaintId}`,
  complaintAct: (complaintId: string, act: string) => `/complaints/${complaintId}/${act}`,
  people: (filter: Query = {}) => withQuery('/people', filter),
  person: (username: string) => `/people/${username}`,
  personAct: (username: string, act: string) => `/people/${username}/${act}`,
  keys: (filter: Query = {}) => withQuery('/keys', filter),
  key: (prefix: string) => `/keys/${prefix}`,
  keyAct: (prefix: string, act: string) => `/keys/${prefix}/${act}`,
  banks: '/banks',
  bank: (bankCode: string) => `/banks/${bankCode}`,
  bankSecretEnd: (bankCode: string, version: string | number) =>
    `/banks/${bankCode}/secrets/${version}/end`,
  feeds: '/feeds',
  messages: (filter: Query = {}) => withQuery('/messages', filter),
  message: (key: string) => `/messages/${key}`,
  messageReplay: (key: string) => `/messages/${key}/replay`,
  unmatched: (filter: Query = {}) => withQuery('/unmatched', filter),
  regions: '/regions',
  runs: (filter: Query = {}) => withQuery('/runs', filter),
  progress: (job: string, day: string) => `/progress/${job}/${day}`,
  progressEvents: (job: string, day: string) => `/progress/${job}/${day}/events`,
  task: (taskId: string) => `/tasks/${taskId}`,
  taskEvents: (taskId: string) => `/tasks/${taskId}/events`,
  rules: '/rules',
  rule: (ruleId: string) => `/rules/${ruleId}`,
  ruleAct: (ruleId: string, act: string) => `/rules/${ruleId}/${act}`,
  ruleVersionAct: (ruleId: string, version: string | number, act: string) =>
    `/rules/${ruleId}/versions/${version}/${act}`,
  calendar: '/calendar',
  calendarPreview: '/calendar/preview',
  standards: '/standards',
  standardAct: (act: string) => `/standards/${act}`,
} as const;

/** A bank's own id of a message, which may hold anything, as a part of an address. */
export const messageKey = (messageId: string) => Buffer.from(messageId).toString('base64url');

/** The id behind such a part. */
export const messageIdOf = (key: string) => Buffer.from(key, 'base64url').toString();

type Query = Record<string, string | undefined>;

const query = (members: Query): string =>
  new URLSearchParams(
    Object.entries(members).filter((pair): pair is [string, string] => Boolean(pair[1])),
  ).toString();

/** An address with the members that say something. */
export function withQuery(path: string, members: Query): string {
  const text = query(members);
  return text === '' ? path : `${path}?${text}`;
}

/** The address of a list as a file. */
export const asFile = (list: string, format: 'csv' | 'xlsx'): string =>
  `${list}${list.includes('?') ? '&' : '?'}as=${format}`;

/** An address within the console that somebody asks to be led to; anything else is the home page. */
export function localPath(to: string | undefined): string {
  const here = 'http://console.invalid';
  if (to === undefined || !to.startsWith('/') || !URL.canParse(to, here)) return paths.home;
  const { pathname, search } = new URL(to, here);
  // Dots may leave two slashes at the front, which a browser takes for another host.
  const path = `${pathname}${search}`;
  return URL.canParse(path, here) && new URL(path, here).origin === here ? path : paths.home;
}
