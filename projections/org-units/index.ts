import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Projection } from '../../domain/foundation/projection.ts';
import { apply, handles } from './apply.ts';
import type { OrgUnits } from './view.ts';

export type * from './view.ts';

/** Answers "which departments, projects, node pools and clusters exist, and what is each promised?". */
export const orgUnits: Projection<OrgUnits, BerthEvent> = {
  name: 'org-units',
  version: 3,
  handles,
  initial: () => ({
    departments: new Map(),
    projects: new Map(),
    nodePools: new Map(),
    clusters: new Map(),
    topologies: new Map(),
    claims: new Map(),
    policies: new Map(),
  }),
  apply,
};
