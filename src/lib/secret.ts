/** Shortest secret that the program takes, in characters. */
export const SHORTEST_SECRET = 32;

const FEWEST_DIFFERENT = 12;
const WELL_KNOWN =
  /change.?me|example|default|secret|password|123456|qwerty|test|示例|默认|请修改/i;

/** Whether a secret looks like one that was written down as an example, or was filled up to its length. */
export const isWellKnown = (secret: string): boolean =>
  new Set(secret).size < FEWEST_DIFFERENT || WELL_KNOWN.test(secret);
