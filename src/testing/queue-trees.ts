import fc from 'fast-check';
import type { ScenarioProject, ScenarioUnit } from '../../adapters/ports/scenario.ts';
import type { Entitlement, Entitlements } from '../../domain/foundation/shapes.ts';

/** Departments and their projects, each with what it is promised: the queues of a node pool, as a tree. */
export interface QueueTree {
  readonly departments: readonly ScenarioUnit[];
  readonly projects: readonly ScenarioProject[];
}

/** How large a generated tree may be. */
export interface QueueTreeBounds {
  /** 2 unless said. */
  readonly departmentsMax?: number;
  /** Over all departments; 4 unless said. */
  readonly projectsMax?: number;
  /** Largest quota of cards; 8 unless said. */
  readonly quotaGpusMax?: number;
}

const unlimited: Entitlement = { quota: -1, limit: -1, weight: 1 };

/** Quotas from nothing to everything, limits at or above them, weights from 0; processors and memory are for all. */
const entitlements = (quotaGpusMax: number): fc.Arbitrary<Entitlements> =>
  fc
    .record({
      quotaGpus: fc.oneof(fc.nat({ max: quotaGpusMax }), fc.constantFrom(0, -1)),
      aboveQuotaGpus: fc.constantFrom(-1, -1, -1, 0, 2),
      weight: fc.integer({ min: 0, max: 4 }),
      priority: fc.constantFrom(100, 100, 50),
    })
    .map(({ quotaGpus, aboveQuotaGpus, weight, priority }) => ({
      gpuMilli: {
        quota: quotaGpus < 0 ? -1 : quotaGpus * 1000,
        limit: aboveQuotaGpus < 0 ? -1 : (Math.max(quotaGpus, 0) + aboveQuotaGpus) * 1000,
        weight,
      },
      cpuMilli: unlimited,
      memoryMib: unlimited,
      priority,
    }));

/** Trees of departments and projects whose quotas may add up to more or less than there is. */
export const queueTrees = (bounds: QueueTreeBounds = {}): fc.Arbitrary<QueueTree> => {
  const { departmentsMax = 2, projectsMax = 4, quotaGpusMax = 8 } = bounds;
  const promised = entitlements(quotaGpusMax);
  const departments = fc.array(promised, { minLength: 1, maxLength: departmentsMax, size: 'max' });
  const projects = fc.array(fc.tuple(promised, fc.nat()), {
    minLength: 1,
    maxLength: projectsMax,
    size: 'max',
  });
  return fc.tuple(departments, projects).map(([above, below]) => ({
    departments: above.map((promise, at) => ({ id: `department-${at}`, entitlements: promise })),
    projects: below.map(([promise, home], at) => ({
      id: `project-${at}`,
      departmentId: `department-${home % above.length}`,
      entitlements: promise,
    })),
  }));
};
