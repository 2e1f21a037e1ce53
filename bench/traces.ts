import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the public traces lie: `BERTH_DATA`, else `shared/data` beside the checkout. */
export const dataFolder = (): string =>
  process.env['BERTH_DATA'] ?? fileURLToPath(new URL('../../shared/data', import.meta.url));

/** Tells whether the public traces are there: without them the runs on real input cannot be measured. */
export const hasTraces = (): boolean => existsSync(`${dataFolder()}/openb-2023`);

/** The arguments of `berth sim run` for the runs on real input. */
export const traceArguments = () => {
  const data = dataFolder();
  const nodes = `${data}/openb-2023/openb_node_list_gpu_node.csv`;
  const pods = `${data}/openb-2023/pods/openb_pod_list_default.csv`;
  const openb = ['--trace', 'openb', '--nodes', nodes, '--jobs', pods];
  const jobs = `${data}/philly/philly_jobs.csv`;
  const queues = `${data}/philly/philly_vc_nodes.csv`;
  const cluster = ['--trace', 'philly', '--nodes', '70x8'];
  const philly = cluster.concat('--jobs', jobs, '--queues', queues, '--quota-scale', '0.2');
  const loaded = openb.concat('--no-departures', '--load', '1.3', '--seed', '42');
  return { openb, loaded, philly };
};
