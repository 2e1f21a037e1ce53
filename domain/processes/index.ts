import { admissionProcess } from './admission.ts';
import { expiryProcess } from './expiry.ts';
import { nodeLossProcess } from './node-loss.ts';
import type { Process } from './process.ts';
import { queuesProcess } from './queues.ts';
import { roamingProcess } from './roaming.ts';
import { runLimitsProcess } from './run-limits.ts';

/** Every process of the brain, in the order in which they see a fact. */
export const processes: readonly Process[] = [
  queuesProcess,
  admissionProcess,
  nodeLossProcess,
  expiryProcess,
  roamingProcess,
  runLimitsProcess,
];

export { type DueCommand, type Process, type ProcessCommand } from './process.ts';
