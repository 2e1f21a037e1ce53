export { keeper } from './agenda.ts';
export { changesOf, type WorkloadChange, type WorkloadTold } from './changes.ts';
export { type QueueTold, type Told, toldOf } from './figures.ts';
export { type Forked, playFork, type Refused } from './fork.ts';
export { historian, type History } from './history.ts';
export * from './patch.ts';
export { type Course, patchedCourse } from './patched.ts';
export { type ServedShare, shareWatch } from './shares.ts';
export { closeTally, type Tally, tallyAt, tell } from './tally.ts';
