import type { Foretold } from '../../../adapters/ports/forecast.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { countText } from '../../../domain/foundation/amount-text.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { PodPlacement } from '../../../domain/foundation/shapes.ts';
import { messageOf } from '../../../domain/foundation/verdict-message.ts';
import { stateIn } from '../aggregates.ts';
import type { Brain } from '../brain.ts';
import { type Cause, cause } from '../why/cause.ts';
import { needOf } from '../why/needs.ts';
import { pendingCauses } from '../why/pending.ts';
import { alternativeCauses, isTaken } from '../why/taken.ts';
import { type Before, evictionCause, evictionOf } from './evicted.ts';

/** A fork after its plan: what it says, and how those stood who would be evicted, by the revision of that. */
export interface Planned {
  readonly fork: Brain;
  readonly facts: readonly BerthRecorded[];
  readonly before: ReadonlyMap<number, Before>;
  readonly nowMs: InstantMs;
}

/** What the next plan would make of a workload; where it would wait, `isExplained` says whether its causes are told. */
export const submissionOf = (
  planned: Planned,
  workloadId: string,
  isExplained: boolean,
): Foretold => {
  const own = planned.facts.filter((fact) => fact.subject.id === workloadId);
  const given = own.flatMap((fact) =>
    fact.type === 'WorkloadAllocated' || fact.type === 'WorkloadGrown' ? fact.data.placements : [],
  );
  const held = own.findLast((fact) => fact.type === 'WorkloadNominated');
  const promised = held?.type === 'WorkloadNominated' ? held.data.placements : [];
  const placements = given.length > 0 ? given : promised;
  if (placements.length === 0) return waiting(planned, { workloadId, own, isExplained });
  const { evictions, costs } = costsOf(planned, workloadId);
  const isPlaced = given.length > 0;
  const says = isPlaced
    ? `It would be placed by the next plan: ${placesText(given)}.`
    : `The next plan would hold a place for it until ${leaversText(evictions.length)}: ${placesText(promised)}.`;
  const because = cause(says, [...placeCauses(placements), ...costs]);
  return { outcome: isPlaced ? 'placed' : 'held', placements, evictions, because };
};

const leaversText = (evicted: number): string =>
  evicted === 0
    ? 'those who are leaving have left'
    : `${countText(evicted, 'workload')} that it evicts ${evicted === 1 ? 'has' : 'have'} left`;

/** Who would go for a workload, and what was weighed besides. */
const costsOf = ({ facts, before, nowMs }: Planned, workloadId: string) => {
  const taken = facts.filter(isTaken).filter(({ data }) => data.preemptorId === workloadId);
  const evictions = taken.map((fact) =>
    evictionOf(fact, before.get(fact.revision) ?? unknown, nowMs),
  );
  const costs = taken.flatMap((fact, k) => {
    const one = evictions[k];
    return one === undefined ? [] : [evictionCause(one, fact)];
  });
  const [first] = taken;
  return {
    evictions,
    costs: first === undefined ? [] : [...costs, ...alternativeCauses(first)],
  };
};

const unknown: Before = { row: undefined, startedAtMs: -1 };

/** Nodes, or places, that sentences name. */
const shownMax = 8;

const placesText = (placements: readonly PodPlacement[]): string => {
  const nodes = [...new Set(placements.map(({ nodeId }) => nodeId))];
  const more = nodes.length > shownMax ? ` and ${nodes.length - shownMax} more nodes` : '';
  return `${countText(placements.length, 'pod')} on ${nodes.slice(0, shownMax).join(', ')}${more}`;
};

const placeCauses = (placements: readonly PodPlacement[]): readonly Cause[] => {
  const shown = placements.slice(0, shownMax).map(placeCause);
  const more = placements.length - shown.length;
  return more > 0 ? [...shown, cause(`And ${countText(more, 'more pod')}.`)] : shown;
};

const placeCause = (place: PodPlacement): Cause => {
  const { nodeId, subGroup, pod, devices, gpuMilli } = place;
  const share = gpuMilli === 1000 || devices.length === 0 ? '' : ` (${gpuMilli / 1000} of each)`;
  const cards = devices.length === 0 ? 'no GPU' : `GPU ${devices.join(', ')}${share}`;
  return cause(`Pod ${pod} of ${subGroup} on ${nodeId}: ${cards}.`, [], { figures: { ...place } });
};

interface Waiter {
  readonly workloadId: string;
  readonly own: readonly BerthRecorded[];
  readonly isExplained: boolean;
}

const waiting = ({ fork, nowMs }: Planned, { workloadId, own, isExplained }: Waiter): Foretold => {
  const told = own.findLast((fact) => fact.type === 'WorkloadDeferred');
  const verdict = told?.type === 'WorkloadDeferred' ? told.data.verdict : undefined;
  const state = stateIn(fork.states, 'workload', workloadId);
  const nothing = { outcome: 'waiting', placements: [], evictions: [] } as const;
  if (verdict === undefined && state?.phase === 'Creating') {
    return { ...nothing, because: cause('It would wait for its queue to open.') };
  }
  const more = verdict === undefined ? {} : { verdict };
  if (isExplained) {
    const causes = pendingCauses({ brain: fork, asOfMs: nowMs, verdict }, workloadId, []);
    return { ...nothing, ...more, because: cause('It would wait.', causes) };
  }
  const obstacle =
    verdict === undefined ? '.' : `: ${messageOf(verdict)} What has to happen: ${needOf(verdict)}`;
  return { ...nothing, ...more, because: cause(`It would wait${obstacle}`) };
};
