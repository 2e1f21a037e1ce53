/**
 * How often a law is tried: a modest number of times with one seed in `npm test`, `BERTH_LAW_RUNS` times as often where
 * that is said, and then with a seed of its own each time unless `BERTH_LAW_SEED` gives one.
 */
export const runs = (usual: number): { readonly numRuns: number; readonly seed?: number } => {
  const factor = Number(process.env['BERTH_LAW_RUNS'] ?? 0);
  const seed = process.env['BERTH_LAW_SEED'];
  const numRuns = Math.max(1, Math.round(usual * (factor > 0 ? factor : 1)));
  if (seed !== undefined) return { numRuns, seed: Number(seed) };
  return factor > 0 ? { numRuns } : { numRuns, seed: 20_260_307 };
};
