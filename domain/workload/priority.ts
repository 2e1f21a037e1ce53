import type { WorkloadType } from './commands.ts';

/** The words that users may say instead of a number. @source product reference §2.5 */
export const priorityByWord = {
  'very-low': 25,
  low: 40,
  'medium-low': 65,
  medium: 80,
  'medium-high': 90,
  high: 125,
  'very-high': 150,
} as const;

/** Tells whether a workload may be preempted that does not say so itself: below 100 it may. */
export const preemptibleByDefault = (priority: number): boolean => priority < 100;

/** What a type of workload gets that says neither its priority nor whether it may be preempted. */
export interface TypeDefaults {
  readonly priority: number;
  readonly preemptible: boolean;
}

/** What each type gets by default: people who build and services that answer are not preempted, training is. */
export const defaultsByType: Readonly<Record<WorkloadType, TypeDefaults>> = {
  workspace: { priority: priorityByWord.high, preemptible: false },
  training: { priority: priorityByWord.low, preemptible: true },
  distributed: { priority: priorityByWord.low, preemptible: true },
  inference: { priority: priorityByWord['very-high'], preemptible: false },
};

/** Time between the order to go and the kill, for a workload that does not say. @unit ms */
export const graceMsByDefault = 30_000;
