/** When examples happen. @unit ms since epoch */
export const atMs = 1_767_225_600_000;

/** What nobody holds. */
export const none = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
/** What one small workload asks for. */
export const asked = { gpuMilli: 1_000, cpuMilli: 4_000, memoryMib: 16_384 };

const unbounded = { quota: -1, limit: -1, weight: 2 };
/** What a project is promised. */
export const entitlements = {
  gpuMilli: { quota: 8_000, limit: -1, weight: 2 },
  cpuMilli: unbounded,
  memoryMib: unbounded,
  priority: 100,
};

/** The moment that examples show. */
export const moment = { revision: 20, nowMs: atMs };
