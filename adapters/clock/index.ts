export { realClock } from './real-clock.ts';
export { virtualClock } from './virtual-clock.ts';
