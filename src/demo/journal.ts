import type { Day } from '../lib/day.ts';
import type { Actor, StoryStep } from './story.ts';
import type { Action } from './story-actions.ts';

/** Programs send in rounds: what happens between two is sent in the next. Fewer instants, more at once. */
const ROUNDS = ['05:30', '06:00', '07:00', '12:00', '18:00', '21:00'];

/** Collects the steps of a story in any order, and gives them back in time's. */
export class Journal {
  readonly #steps: { step: StoryStep; happened: string; seq: number }[] = [];

  /**
   * Notes a step for the round after `at`. `happened` is when it would have been sent had nothing held
   * it up: steps sent at one instant keep that order.
   */
  note(at: string, lane: string, actor: Actor, action: Action, happened: string = at): void {
    const step = { at: roundAfter(at), lane, actor, action };
    this.#steps.push({ step, happened, seq: this.#steps.length });
  }

  /** The steps up to the end of a day, sorted by time. */
  steps(toDay: Day): StoryStep[] {
    return this.#steps
      .filter(({ step }) => step.at.slice(0, 10) <= toDay)
      .sort(
        (a, b) => compare(a.step.at, b.step.at) || compare(a.happened, b.happened) || a.seq - b.seq,
      )
      .map(({ step }) => step);
  }
}

/** An instant of Shanghai: `instant('2026-05-06', '09:00')`. */
export function instant(day: Day, time: string): string {
  return `${day}T${time}:00+08:00`;
}

function roundAfter(at: string): string {
  const round = ROUNDS.find((time) => time >= at.slice(11, 16));
  return round === undefined ? at : instant(at.slice(0, 10), round);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
