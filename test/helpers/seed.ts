import fc from 'fast-check';

/** Where generated cases start. One number for every machine, so that a run can be repeated; SEED=… looks elsewhere. */
export const SEED = Number(process.env.SEED ?? 20_261_127);

fc.configureGlobal({ seed: SEED });
