// The door of `berth` (ADR 0012): refuses an old Node plainly, then opens the sources or, where there are none, their
// build. Every name that the library exports stands here; `test/package/surface.spec.ts` holds the list.
import { built, hasSources, refuseOldNode } from './bin/here.js';

refuseOldNode();

export const {
  AskMalformed,
  AskRefused,
  BrainFaulted,
  createBrain,
  createSimulatedCluster,
  defaultPolicy,
  kernelVersion,
  openLedgerFile,
  smallSite,
  submission,
  virtualClock,
} = hasSources ? await import('./src/index.ts') : await import(built('src/index.js'));
