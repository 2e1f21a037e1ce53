export { keeper, type Kept } from './agenda.ts';
export { changesOf, type WorkloadChange, type WorkloadTold } from './changes.ts';
export { type QueueTold, type Told, toldOf, type Waits } from './figures.ts';
export { type Forked, playFork, type Refused } from './fork.ts';
export { historian, type History } from './history.ts';
export * from './patch.ts';
export { type Course, patchedCourse } from './patched.ts';
export { type ServedShare, shareWatch, type ShareWatch } from './shares.ts';
export { closeTally, type Tally, tallyAt, tell } from './tally.ts';
