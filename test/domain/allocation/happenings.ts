import type { Step } from '../../arbitraries/kernel/steps.ts';
import type { PodName } from '../../../domain/allocation/index.ts';
import type { PodPlacement } from '../../../domain/foundation/shapes.ts';
import { type BookedJob, type BookedPod, type Books, isAt, podsAt } from '../../oracles/books.ts';
import type { Fact } from '../../oracles/facts.ts';

type StepOf<Type extends Step['type']> = Extract<Step, { readonly type: Type }>;
/** A step that the books alone decide about. */
export type Happening = Exclude<Step, StepOf<'plan' | 'submit' | 'clock' | 'join' | 'rule'>>;

const pickOf = <Item>(items: Iterable<Item>, pick: number): Item | undefined => {
  const all = [...items];
  return all[pick % Math.max(1, all.length)];
};

const jobsWith = (
  books: Books,
  ...stages: readonly BookedPod['stage'][]
): readonly (readonly [string, BookedJob])[] =>
  [...books.jobs].filter(([, job]) => isAt(job, ...stages));

const back = (id: string): Fact => ({ type: 'leaving', id, returns: true });

/** Those whose pods a fault takes away are told to go, and wait again. */
const interrupted = (books: Books, isHit: (pod: BookedPod) => boolean): readonly Fact[] =>
  [...books.jobs]
    .filter(([, { pods }]) => pods.some((pod) => pod.stage === 'bound' && isHit(pod)))
    .map(([id]) => back(id));

const namesOf = (pods: readonly PodPlacement[]): readonly PodName[] =>
  pods.map(({ subGroup, pod }) => ({ subGroup, pod }));

/** Pods that were told to go have gone: one of them, or all. */
const exited = (
  [id, job]: readonly [string, BookedJob],
  { pick, isWhole }: StepOf<'exit'>,
): readonly Fact[] => {
  const leaving = podsAt(job, 'leaving');
  const one = leaving[pick % leaving.length];
  const gone = isWhole || one === undefined ? leaving : [one];
  const isOver = job.exit === 'ends' && gone.length === leaving.length;
  return [
    { type: 'released', id, pods: namesOf(gone) },
    ...(isOver ? [{ type: 'forgotten', id } as const] : []),
  ];
};

/** One pod dies and the others go on. */
const crashed = ([id, job]: readonly [string, BookedJob], pick: number): readonly Fact[] => {
  const bound = podsAt(job, 'bound');
  const pods = namesOf(bound.slice(pick % bound.length).slice(0, 1));
  return [
    { type: 'leaving', id, returns: true, pods },
    { type: 'released', id, pods },
  ];
};

const ofWork = (
  books: Books,
  step: StepOf<'exit' | 'finish' | 'fail' | 'cancel' | 'crash'>,
): readonly Fact[] => {
  const among = {
    exit: jobsWith(books, 'leaving'),
    finish: jobsWith(books, 'bound', 'leaving'),
    fail: jobsWith(books, 'bound').filter(([, { exit }]) => exit === 'none'),
    crash: jobsWith(books, 'bound').filter(([, { pods }]) => pods.length > 1),
    cancel: [...books.jobs],
  };
  const one = pickOf(among[step.type], step.pick);
  if (one === undefined) return [];
  const [id, job] = one;
  switch (step.type) {
    case 'exit':
      return exited(one, step);
    case 'crash':
      return crashed(one, step.pick);
    case 'finish':
      return [{ type: 'forgotten', id }];
    case 'fail':
      return [back(id), { type: 'released', id }];
    case 'cancel':
      return isAt(job, 'bound', 'leaving')
        ? [{ type: 'leaving', id, returns: false }]
        : [{ type: 'forgotten', id }];
  }
};

const ofNode = (
  books: Books,
  step: StepOf<'lose' | 'return' | 'cordon' | 'uncordon' | 'remove'>,
): readonly Fact[] => {
  const id = pickOf(books.nodes.keys(), step.pick);
  if (id === undefined) return [];
  const isThere = ({ placement }: BookedPod): boolean => placement.nodeId === id;
  switch (step.type) {
    case 'lose':
      return [{ type: 'marked', id, news: { isLost: true } }, ...interrupted(books, isThere)];
    case 'return':
      return [{ type: 'marked', id, news: { isLost: false } }];
    case 'cordon':
      return [{ type: 'marked', id, news: { isCordoned: true } }];
    case 'uncordon':
      return [{ type: 'marked', id, news: { isCordoned: false } }];
    case 'remove':
      return [...interrupted(books, isThere), { type: 'removed', id }];
  }
};

const ofDevice = (
  books: Books,
  { type, pick, device }: StepOf<'break' | 'repair'>,
): readonly Fact[] => {
  const id = pickOf(books.nodes.keys(), pick);
  if (id === undefined) return [];
  const isBroken = type === 'break';
  const news: Fact = { type: 'device', id, news: { device, isBroken } };
  if (!isBroken) return [news];
  const isHit = ({ placement }: BookedPod): boolean =>
    placement.nodeId === id && placement.devices.includes(device);
  return [news, ...interrupted(books, isHit)];
};

const ofQueue = (
  books: Books,
  step: StepOf<'entitle' | 'close' | 'reopen' | 'use'>,
): readonly Fact[] => {
  const queue = pickOf(books.queues.values(), step.pick);
  if (queue === undefined) return [];
  const { isOpen, usageMilli: _usage, ...opening } = queue;
  switch (step.type) {
    case 'entitle':
      return [{ type: 'entitled', id: queue.id, entitlements: step.entitlements }];
    case 'use':
      return [{ type: 'used', id: queue.id, usageMilli: step.usageMilli }];
    case 'close':
      return isOpen ? [{ type: 'closed', id: queue.id }] : [];
    case 'reopen':
      return isOpen ? [] : [{ type: 'opened', opening }];
  }
};

/** The facts that a step becomes, as the books stand; none where it cannot happen to anybody. */
export const factsOf = (books: Books, step: Happening): readonly Fact[] => {
  switch (step.type) {
    case 'exit':
    case 'finish':
    case 'fail':
    case 'cancel':
    case 'crash':
      return ofWork(books, step);
    case 'lose':
    case 'return':
    case 'cordon':
    case 'uncordon':
    case 'remove':
      return ofNode(books, step);
    case 'break':
    case 'repair':
      return ofDevice(books, step);
    case 'entitle':
    case 'close':
    case 'reopen':
    case 'use':
      return ofQueue(books, step);
  }
};
