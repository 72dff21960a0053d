import type { Day } from '../lib/day.ts';
import type { Action, Actor, StoryStep } from './story.ts';

/** Collects the steps of a story in any order, and gives them back in time's. */
export class Journal {
  readonly #steps: { step: StoryStep; happened: string; seq: number }[] = [];

  /**
   * Notes a step. `happened` is when it would have been sent had nothing held it up: steps sent at
   * one instant keep that order.
   */
  note(at: string, lane: string, actor: Actor, action: Action, happened: string = at): void {
    this.#steps.push({ step: { at, lane, actor, action }, happened, seq: this.#steps.length });
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

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
