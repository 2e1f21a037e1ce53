import type { Placement, Plan } from '../../domain/allocation/index.ts';
import type { PodPlacement } from '../../domain/foundation/shapes.ts';
import { type BookedJob, type Books, podKey, podsAt } from './books.ts';
import { afterAll } from './decisions.ts';
import { brokenScopes } from './domains.ts';
import { isEnough } from './gangs.ts';
import { brokenNeighbours, neighbourOf, neighboursIn } from './neighbours.ts';
import { admits, groupOf } from './predicates.ts';
import { overuse, type Plane, type Room, roomsOf, takesRoom } from './room.ts';
import { cardsOf, shareOn } from './seats.ts';

/** Everything that is wrong with where a plan puts pods, in words; empty when all is well. */
export const wrongSeats = (books: Books, made: Plan): readonly string[] => {
  const next = afterAll(books, made);
  return [
    ...overusedIn(next, 'now', made.placements),
    ...overusedIn(next, 'future', [...made.placements, ...made.nominations]),
    ...[...made.placements, ...made.nominations].flatMap((gives) => misplaced(books, made, gives)),
    ...badCompany(books, next, made),
  ];
};

/** A claim that is allocated on two nodes. */
const torn = (rooms: readonly Room[]): readonly string[] => {
  const claims = rooms.flatMap(({ claims: used }) =>
    [...used].filter(([, pods]) => pods > 0).map(([name]) => name),
  );
  return claims
    .filter((name, at) => claims.indexOf(name) !== at)
    .map((name) => `${name} is allocated on two nodes`);
};

const overusedIn = (books: Books, plane: Plane, given: readonly Placement[]): readonly string[] => {
  const touched = new Set(given.flatMap(({ pods }) => pods.map(({ nodeId }) => nodeId)));
  const rooms = roomsOf(books, plane);
  const overused = [...rooms]
    .filter(([id]) => touched.has(id))
    .flatMap(([, room]) => overuse(room));
  return [...overused, ...torn([...rooms.values()])].map((wrong) => `${plane}: ${wrong}`);
};

const misplacedPod = (books: Books, job: BookedJob, pod: PodPlacement): readonly string[] => {
  const node = books.nodes.get(pod.nodeId);
  const group = groupOf(job.submission, pod.subGroup);
  if (node === undefined) return [`${pod.nodeId} is not there`];
  if (group === undefined || pod.pod < 0 || pod.pod >= group.pods) return ['there is no such pod'];
  if (node.isLost || node.isCordoned) return [`${pod.nodeId} takes nothing`];
  const wrong = admits(node, job.submission, group) ? [] : [`${pod.nodeId} does not let it in`];
  const gpuDevices = cardsOf(group.request);
  if (new Set(pod.devices).size !== gpuDevices || pod.devices.length !== gpuDevices)
    return [...wrong, `it gets ${pod.devices.length} cards and asks for ${gpuDevices}`];
  if (pod.devices.some((device) => device >= node.offer.gpuCount || node.broken.has(device)))
    return [...wrong, `it gets a card of ${pod.nodeId} that does not work`];
  const share = gpuDevices === 0 ? 0 : shareOn(node, group.request);
  const isRight = gpuDevices === 0 || pod.gpuMilli === share;
  return isRight ? wrong : [...wrong, `it gets ${pod.gpuMilli} of each card, not ${share}`];
};

const misplaced = (books: Books, made: Plan, { workloadId, pods, attempt }: Placement) => {
  const next = afterAll(books, made);
  const before = books.jobs.get(workloadId);
  const job = next.jobs.get(workloadId);
  if (before === undefined || job === undefined) return [`${workloadId} is not there`];
  const wrong = pods.flatMap((pod) => misplacedPod(books, before, pod));
  // A pod that leaves may be promised another place, but it has none before it has left.
  const isNow = made.placements.some((one) => one.workloadId === workloadId);
  const named = podsAt(job, 'bound', 'held', ...(isNow ? (['leaving'] as const) : []));
  if (new Set(named.map(podKey)).size < named.length) wrong.push('a pod is placed twice');
  if (!before.isAsking) wrong.push('it asks for nothing');
  if (attempt !== before.attempt) wrong.push(`that was for attempt ${attempt}`);
  const all = job.pods.filter(({ stage }) => stage !== 'leaving').map(({ placement }) => placement);
  if (!isEnough(job.submission, all)) wrong.push(`${all.length} pods are less than its gang`);
  return [...wrong, ...brokenScopes(next, job, all)].map((one) => `${workloadId}: ${one}`);
};

const badCompany = (books: Books, next: Books, made: Plan): readonly string[] => {
  const given = [...made.placements, ...made.nominations];
  const fresh = given.map(({ workloadId, pods }) => {
    const job = next.jobs.get(workloadId);
    return job === undefined ? [] : pods.map((pod) => neighbourOf(books, job, pod));
  });
  const names = new Set(fresh.flat().map(({ name }) => name));
  const standing = neighboursIn(next, (pod) => takesRoom(pod, 'future'));
  const before = neighboursIn(books, ({ stage }) => stage === 'bound');
  const left = new Set(
    neighboursIn(next, ({ stage }) => stage === 'leaving').map(({ name }) => name),
  );
  return brokenNeighbours(
    fresh,
    standing.filter(({ name }) => !names.has(name)),
    before.filter(({ name }) => left.has(name)),
  );
};
