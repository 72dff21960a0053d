import { MultiBar, Presets } from 'cli-progress';
import type { Progress } from './drive.ts';

/** Shows how far the demo is. */
export interface Meter {
  show(progress: Progress): void;
  stop(): void;
}

const PLAIN_EVERY_NIGHTS = 15;

/** Bars on a terminal; elsewhere a plain line every fifteen nights. */
export function makeMeter(steps: number, nights: number): Meter {
  return process.stdout.isTTY ? bars(steps, nights) : lines(steps, nights);
}

function bars(steps: number, nights: number): Meter {
  const format = ' {name} [{bar}] {value}/{total} {day}';
  const all = new MultiBar(
    { format, hideCursor: true, clearOnComplete: false },
    Presets.shades_grey,
  );
  const stepBar = all.create(steps, 0, { name: '报送', day: '' });
  const nightBar = all.create(nights, 0, { name: '夜间', day: '' });
  return {
    show(progress) {
      stepBar.update(progress.steps, { day: progress.day });
      nightBar.update(progress.nights, { day: '' });
    },
    stop() {
      all.stop();
    },
  };
}

function lines(steps: number, nights: number): Meter {
  let shown = 0;
  return {
    show(progress) {
      if (progress.nights < shown + PLAIN_EVERY_NIGHTS && progress.nights < nights) return;
      if (progress.nights === shown) return;
      shown = progress.nights;
      const { day } = progress;
      console.log(`${day}  报送 ${progress.steps}/${steps}  夜间 ${progress.nights}/${nights}`);
    },
    stop() {},
  };
}
