import { addDays, type Day, daysOf } from '../lib/day.ts';
import { bankEvent } from './bank-events.ts';
import { camtFile } from './camt-file.ts';
import { Caller, type Client } from './client.ts';
import { instant } from './journal.ts';
import { serveNotice } from './papers.ts';
import { batchNoRef, Refs } from './refs.ts';
import { reportId } from './report-requests.ts';
import { draftOf } from './requests.ts';
import type { Actor, City, StoryStep } from './story.ts';
import type { Action } from './story-actions.ts';

/** How far the story has come; called after every instant. */
export interface Progress {
  steps: number;
  nights: number;
  day: Day;
}

export interface DriveOptions {
  /** Lanes sent at the same time. */
  inFlight?: number;
  /** Reads the alerts that live after every night. */
  watchAlerts?: boolean;
  onProgress?: (progress: Progress) => void;
}

export interface Night {
  day: Day;
  run: Record<string, unknown>;
  /** As the API lists them; empty unless asked for. */
  alerts: Record<string, unknown>[];
}

export interface Drive {
  refs: Refs;
  caller: Caller;
  nights: Night[];
}

const NIGHT_AT = '00:30';
const IN_FLIGHT = 8;
const LIVE = ['open', 'held', 'replied'];

interface Play {
  city: City;
  client: Client;
  caller: Caller;
  refs: Refs;
}

/**
 * Plays a city's story through the public API: the steps of an instant together, those of one lane in
 * their order, and each night at half past midnight. The server's clock is put before each instant.
 * @throws UnexpectedAnswer at the first answer that is no success, Error for a night that is not done;
 *   what came before stays
 */
export async function drive(
  city: City,
  client: Client,
  options: DriveOptions = {},
): Promise<Drive> {
  const { inFlight = IN_FLIGHT, watchAlerts = false, onProgress } = options;
  const play: Play = { city, client, caller: new Caller(client), refs: new Refs() };
  const nights: Night[] = [];
  const todo = [...daysOf(city.fromDay, city.toDay)];
  const numbered = city.steps.map((step, number) => ({ step, number }));
  let steps = 0;
  const runNightsBefore = async (at: string) => {
    while (todo[0] !== undefined && instant(addDays(todo[0], 1), NIGHT_AT) <= at) {
      const day = todo.shift() as Day;
      nights.push(await runNight(play, day, watchAlerts));
      onProgress?.({ steps, nights: nights.length, day });
    }
  };
  for (const [at, group] of Map.groupBy(numbered, ({ step }) => step.at)) {
    await runNightsBefore(at);
    client.setClock(new Date(at));
    await playTogether(play, group, inFlight);
    steps += group.length;
    onProgress?.({ steps, nights: nights.length, day: at.slice(0, 10) });
  }
  await runNightsBefore(instant(addDays(city.toDay, 2), NIGHT_AT));
  return { refs: play.refs, caller: play.caller, nights };
}

/** The authority as a caller. */
export function authorityOf(city: City): Actor {
  return { role: 'authority', uscc: city.authority.uscc };
}

async function runNight(play: Play, day: Day, watchAlerts: boolean): Promise<Night> {
  const { caller, city, client } = play;
  client.setClock(new Date(instant(addDays(day, 1), NIGHT_AT)));
  const authority = authorityOf(city);
  const json = { job: 'night', day };
  const run = await caller.ask(authority, { method: 'POST', path: '/job-runs', json }, '');
  if (run.status !== 'done')
    throw new Error(`the night of ${day} is ${run.status}: ${run.failure}`);
  const alerts: Night['alerts'] = [];
  for (const status of watchAlerts ? LIVE : [])
    alerts.push(...(await caller.fetchAll(authority, `/alerts?status=${status}`)));
  return { day, run, alerts };
}

type Numbered = { step: StoryStep; number: number };

async function playTogether(
  play: Play,
  group: readonly Numbered[],
  inFlight: number,
): Promise<void> {
  const lanes = [...Map.groupBy(group, ({ step }) => step.lane).values()].values();
  const goOn = async () => {
    for (const lane of lanes) {
      for (const { step, number } of lane) await playStep(play, step, number);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, goOn));
}

async function playStep(play: Play, step: StoryStep, number: number): Promise<void> {
  const { caller, refs, city } = play;
  const { action, actor } = step;
  switch (action.type) {
    case 'entries':
    case 'payout-results':
    case 'feed-complete':
    case 'camt054':
    case 'balances':
      if (actor.role === 'bank') await notify(play, step.at, actor, action);
      return;
    case 'notice':
      refs.set(action.noticeRef, await serveNotice(caller, actor, action, step.at));
      return;
    default: {
      const draft = draftOf(action, refs);
      const answer = await caller.ask(actor, draft, `demo-${city.seed}-${number}`);
      noteIds(refs, action, answer);
    }
  }
}

type BankActor = Extract<Actor, { role: 'bank' }>;
type BankMessage = Extract<Action, { messageId: string }>;

async function notify(
  play: Play,
  at: string,
  actor: BankActor,
  action: BankMessage,
): Promise<void> {
  const { refs, caller } = play;
  const xml = action.type === 'camt054';
  await caller.notify(actor, {
    id: action.messageId,
    at: new Date(at),
    path: `/banks/${action.bankCode}/${xml ? 'messages' : 'events'}`,
    contentType: xml ? 'application/xml' : 'application/json',
    body: xml ? camtFile(action, at, refs) : JSON.stringify(bankEvent(action, at, refs)),
  });
}

function noteIds(refs: Refs, action: Action, answer: Record<string, unknown>): void {
  switch (action.type) {
    case 'account':
      refs.set(action.accountRef, answer.accountId);
      break;
    case 'payroll':
      refs.set(action.batchRef, answer.batchId);
      refs.set(batchNoRef(action.batchRef), answer.batchNo);
      break;
    case 'settlement':
      refs.set(action.settlementRef, answer.settlementId);
      break;
    case 'transfer-delay':
      refs.set(action.delayRef, answer.delayId);
      break;
    case 'complaint':
    case 'inspection':
      refs.set(...reportId(action, answer));
      break;
    case 'engagements': {
      const ids = Array.isArray(answer.engagementIds) ? answer.engagementIds : [];
      for (const [at, { ref }] of action.engagements.entries()) refs.set(ref, ids[at]);
    }
  }
}
