import type { Snapshot, Workload } from '../../../domain/allocation/index.ts';
import { amountText, countText } from '../../../domain/foundation/amount-text.ts';
import { compareIds } from '../../../domain/foundation/ids.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { stateIn } from '../aggregates.ts';
import type { ReadFault } from '../read.ts';
import { type Cause, cause, placeOf, type Why } from './cause.ts';
import type { Past } from './past.ts';

/** Why a node is used as it is: whether it takes pods, who holds it, and who is promised what comes free. */
export const whyNode = async (
  past: Past,
  id: string,
): Promise<Either<ReadFault, Why | undefined>> => {
  const { brain, revision, asOfMs } = past;
  const state = stateIn(brain.states, 'node', id);
  const facts = await past.factsOf(`node/${id}`);
  if (isLeft(facts)) return facts;
  if (state === undefined || facts.right.length === 0) return right(undefined);
  const snapshot = brain.capacity.poolOfNode.get(id);
  const isCordoned = state.phase === 'Ready' && state.cordonReason !== undefined;
  const outcome = isCordoned ? 'Cordoned' : state.phase;
  const causes = [
    ...factCauses(facts.right),
    ...(snapshot === undefined ? [] : useCauses(snapshot, id)),
  ];
  const because = cause(sentences[outcome] ?? `It is ${outcome}.`, causes);
  return right({ subject: { kind: 'node', id }, revision, asOfMs, outcome, because });
};

const sentences: Readonly<Record<string, string>> = {
  Ready: 'It answers, and takes pods.',
  Cordoned: 'It answers, and takes no new pods; what runs there goes on.',
  Lost: 'It does not answer, and takes no pods until it returns.',
  Removed: 'It is gone for good.',
};

/** The facts that its standing comes from: the last of each kind, and the devices that are broken still. */
const factCauses = (facts: readonly BerthRecorded[]): readonly Cause[] => {
  const last = facts.findLast(
    ({ type }) => type !== 'NodeDeviceFailed' && type !== 'NodeDeviceRepaired',
  );
  const broken = new Map<number, Cause>();
  for (const fact of facts) {
    if (fact.type === 'NodeDeviceRepaired') broken.delete(fact.data.device);
    if (fact.type !== 'NodeDeviceFailed') continue;
    const { device, reason } = fact.data;
    broken.set(device, cause(`Device ${device} is broken: ${reason}.`, [], placeOf(fact)));
  }
  const standing = last === undefined ? [] : [cause(standingText(last), [], placeOf(last))];
  return [...standing, ...broken.values()];
};

const standingText = (fact: BerthRecorded): string => {
  const by = fact.origin === 'command' ? ` by ${fact.actor}` : '';
  const reason = 'reason' in fact.data && fact.data.reason !== '' ? `: ${fact.data.reason}` : '';
  return `${standingWords[fact.type] ?? fact.type}${by}${reason}.`;
};

const standingWords: Readonly<Record<string, string>> = {
  NodeJoined: 'It joined',
  NodeLost: 'It was lost',
  NodeReturned: 'It answers again',
  NodeCordoned: 'It was cordoned',
  NodeUncordoned: 'It was uncordoned',
  NodeRemoved: 'It was removed',
};

interface Use {
  readonly id: string;
  readonly gpuMilli: number;
  readonly pods: number;
}

const usesOn = (
  snapshot: Snapshot,
  nodeId: string,
  seatsOf: (workload: Workload) => Workload['bound'],
): readonly Use[] => {
  const uses: Use[] = [];
  for (const workload of snapshot.workloads.values()) {
    const here = seatsOf(workload).filter(({ node }) => node.id === nodeId);
    if (here.length === 0) continue;
    const gpuMilli = here.reduce((sum, seat) => sum + seat.devices.length * seat.gpuMilli, 0);
    uses.push({ id: workload.id, gpuMilli, pods: here.length });
  }
  return uses.toSorted((a, b) => b.gpuMilli - a.gpuMilli || compareIds(a.id, b.id));
};

const namedMax = 8;

const useCause = (what: string, uses: readonly Use[]): readonly Cause[] => {
  if (uses.length === 0) return [];
  const sum = uses.reduce((total, { gpuMilli }) => total + gpuMilli, 0);
  const named = uses
    .slice(0, namedMax)
    .map(({ id, gpuMilli }) => `${id} (${amountText(gpuMilli, 'gpuMilli')})`)
    .join(', ');
  const more = uses.length > namedMax ? ` and ${uses.length - namedMax} more` : '';
  const says = `${countText(uses.length, 'workload')} ${what} ${amountText(sum, 'gpuMilli')} of it: ${named}${more}.`;
  return [cause(says, [], { figures: { uses } })];
};

const useCauses = (snapshot: Snapshot, nodeId: string): readonly Cause[] => {
  const hold = useCause(
    'hold',
    usesOn(snapshot, nodeId, ({ bound }) => bound),
  );
  const leave = useCause(
    'leave',
    usesOn(snapshot, nodeId, ({ leaving }) => leaving),
  );
  const wait = useCause(
    'are promised',
    usesOn(snapshot, nodeId, ({ held }) => held),
  );
  const all = [...hold, ...leave, ...wait];
  return all.length > 0 ? all : [cause('Nobody holds anything of it.')];
};
