import type { Eviction, Plan } from '../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { planOfCommandId } from '../app/allocate.ts';
import type { Books } from './books.ts';
import { openBooks } from './keep-books.ts';

/** A plan as a ledger has it. */
export interface RecordedPlan {
  readonly nodePoolId: string;
  /** Of its first decision. */
  readonly revision: Revision;
  readonly made: Plan;
  /** As they stood before it; they go on when the next plan is asked for. */
  readonly books: Books;
}

type Fact<Type extends BerthRecorded['type']> = Extract<BerthRecorded, { readonly type: Type }>;

/** Every plan of a ledger with the books before it, in order. @cost O(facts) */
export function* plansIn(facts: readonly BerthRecorded[]): Generator<RecordedPlan> {
  const books = openBooks();
  for (let at = 0; at < facts.length;) {
    const group = batchAt(facts, at);
    const [first] = group;
    const plan = first && planOfCommandId(first.commandId);
    if (first !== undefined && plan !== undefined) {
      const { nodePoolId } = plan;
      yield { nodePoolId, revision: first.revision, made: planOf(group), books };
    }
    for (const fact of group) books.book(fact);
    at += group.length;
  }
}

/** The facts from one on that have its command. */
const batchAt = (facts: readonly BerthRecorded[], from: number): readonly BerthRecorded[] => {
  let to = from + 1;
  while (facts[to]?.commandId === facts[from]?.commandId && to < facts.length) to += 1;
  return facts.slice(from, to);
};

const planOf = (decisions: readonly BerthRecorded[]): Plan => ({
  evictions: decisions.filter(isEviction).map(evictionOf),
  nominations: ofType(decisions, 'WorkloadNominated').map(placementOf),
  placements: decisions.filter(isPlacement).map(placementOf),
  verdicts: ofType(decisions, 'WorkloadDeferred').map(({ subject, data }) => ({
    workloadId: subject.id,
    verdict: data.verdict,
  })),
});

const ofType = <Type extends BerthRecorded['type']>(
  decisions: readonly BerthRecorded[],
  type: Type,
): readonly Fact<Type>[] => decisions.filter((one): one is Fact<Type> => one.type === type);

const placementOf = ({
  subject,
  data,
}: Fact<
  'WorkloadNominated' | 'WorkloadAllocated' | 'WorkloadGrown'
>): Plan['placements'][number] => ({
  workloadId: subject.id,
  attempt: data.attempt,
  pods: data.placements,
});

type Evicting = Fact<'WorkloadPreempted' | 'WorkloadPodsPreempted'>;
type Placing = Fact<'WorkloadAllocated' | 'WorkloadGrown'>;

const isEviction = (one: BerthRecorded): one is Evicting =>
  one.type === 'WorkloadPreempted' || one.type === 'WorkloadPodsPreempted';
const isPlacement = (one: BerthRecorded): one is Placing =>
  one.type === 'WorkloadAllocated' || one.type === 'WorkloadGrown';

const evictionOf = ({ subject, data }: Evicting): Eviction => {
  const { basis: _, ...told } = data;
  return { workloadId: subject.id, ...told };
};
