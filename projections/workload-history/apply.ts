import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Recorded } from '../../domain/foundation/event.ts';
import { phaseAfter, type WorkloadEvent, workloadFacts } from '../../domain/workload/events.ts';
import { textOf } from './text.ts';
import type { WorkloadHistory } from './view.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The facts that a history is made from: all that are about workloads. */
export const handles: ReadonlySet<string> = new Set(workloadFacts.map((known) => known.type));

const isHandled = (event: Recorded<BerthEvent>): event is Recorded<WorkloadEvent> =>
  handles.has(event.type);

/** Tells one more fact of the workload's life, in place. */
export const apply = (view: WorkloadHistory, event: Recorded<BerthEvent>): WorkloadHistory => {
  if (!isHandled(event)) return view;
  const history: Mutable<WorkloadHistory> = view;
  history.id = event.subject.id;
  history.phase = phaseAfter[event.type] ?? history.phase;
  history.entries.push({
    revision: event.revision,
    subjectRevision: event.subjectRevision,
    atMs: event.atMs,
    type: event.type,
    phase: history.phase,
    actor: event.actor,
    origin: event.origin,
    commandId: event.commandId,
    causationId: event.causationId,
    text: textOf(event, history.runningSinceMs),
  });
  history.runningSinceMs =
    history.phase === 'Running' || history.phase === 'Degraded'
      ? (history.runningSinceMs ?? event.atMs)
      : undefined;
  return view;
};
