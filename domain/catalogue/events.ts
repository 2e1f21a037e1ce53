import { clusterFacts } from '../cluster/events.ts';
import { departmentFacts } from '../department/events.ts';
import { leadershipFacts } from '../leadership/events.ts';
import { nodePoolFacts } from '../node-pool/events.ts';
import { nodeFacts } from '../node/events.ts';
import { policyFacts } from '../policy/events.ts';
import { projectFacts } from '../project/events.ts';
import { queueFacts } from '../queue/events.ts';
import { workloadFacts } from '../workload/events.ts';
import type { EventOf, Fact, Recorded } from '../foundation/event.ts';

/** Every fact that this program knows, aggregate by aggregate. */
export const allFacts = [
  ...leadershipFacts,
  ...policyFacts,
  ...clusterFacts,
  ...nodePoolFacts,
  ...nodeFacts,
  ...departmentFacts,
  ...projectFacts,
  ...queueFacts,
  ...workloadFacts,
] as const;

/** Any fact of Berth, without its envelope. */
export type BerthEvent = EventOf<(typeof allFacts)[number]>;

/** Any fact of Berth as it stands in a ledger. */
export type BerthRecorded = Recorded<BerthEvent>;

/** The facts by their type. */
export const factByType: ReadonlyMap<string, Fact> = new Map(
  allFacts.map((known) => [known.type, known]),
);
