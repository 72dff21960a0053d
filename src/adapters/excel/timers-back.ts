import { realTimeout } from './timers-held.ts';

globalThis.setTimeout = realTimeout;
