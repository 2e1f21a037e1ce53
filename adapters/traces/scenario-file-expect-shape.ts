import { type Static, Type } from 'typebox';
import { factByType } from '../../domain/catalogue/events.ts';
import { verdictShape } from '../../domain/foundation/verdict.ts';
import { preemptionActions } from '../../domain/workload/events.ts';
import { amount, only, optional, several, text, whole } from './scenario-file-words.ts';

const phases = [
  'Creating',
  'Pending',
  'Initializing',
  'Running',
  'Degraded',
  'Terminating',
  'Stopping',
  'Stopped',
  'Completed',
  'Failed',
  'Deleting',
  'Deleted',
];

const oneOf = (what: string, words: readonly string[]) =>
  Type.Enum([...words], { description: `${what}, one of ${words.join(', ')}` });

const id = text('an id such as "vision-1"');
const duration = text('a time such as "90s", "15m", "8h" or "1h30m"');
const times = (what: string) => whole(`${what}, 0 to 1000000000`, { min: 0, max: 1_000_000_000 });
const gpus = amount('GPUs such as 8 or 0.5');
const event = oneOf('a type of fact', [...factByType.keys()]);
const reasons = verdictShape.anyOf.map(({ properties }) => properties._tag.const);

/** Something that is to be so when a scenario is played; `docs/SCENARIOS.md` explains it. */
export const expectationShape = only('an expectation', {
  at: optional(duration),
  workload: optional(id),
  phase: optional(oneOf('a phase', phases)),
  pool: optional(id),
  nodes: optional(several('a list of one node or more', id)),
  waitsAtMost: optional(duration),
  waitsAtLeast: optional(duration),
  preempted: optional(times('how often')),
  preemptedBy: optional(id),
  reason: optional(oneOf('an obstacle', reasons)),
  queue: optional(text('a queue such as "vision@default"')),
  gpu: optional(gpus),
  gpuAtMost: optional(gpus),
  gpuAtLeast: optional(gpus),
  event: optional(event),
  action: optional(oneOf('an action', preemptionActions)),
  times: optional(times('how often')),
  timesAtMost: optional(times('how often')),
  timesAtLeast: optional(times('how often')),
  order: optional(
    several('a list of events', only('an event of a workload', { event, workload: id })),
  ),
});

/** See `expectationShape`. */
export type ExpectationText = Static<typeof expectationShape>;
