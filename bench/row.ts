/** What a row measured. Times in milliseconds unless the text says otherwise. */
export interface Measured {
  /** Our figure and the floor of the same run, as the table prints them. */
  ours: string;
  floor: string;
  /** Ours by floor; null where the aim is no ratio. */
  ratio: number | null;
  /** Memory of the server process above its idle state, at most, in MB; null where it does not matter. */
  memoryMb: number | null;
  met: boolean;
  /** Everything else that was seen, for the JSON and the lines below the table. */
  more: Readonly<Record<string, unknown>>;
}

/** One line of the table. */
export interface Row {
  /** As the command line names it. */
  name: string;
  what: string;
  aim: string;
  run(say: (line: string) => void): Promise<Measured>;
}

export const ms = (value: number): string =>
  value < 10 ? `${value.toFixed(2)} ms` : `${Math.round(value)} ms`;

export const seconds = (value: number): string => `${(value / 1000).toFixed(2)} s`;
