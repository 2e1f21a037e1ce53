import { usualPlacement } from '../../domain/node-pool/index.ts';
import type { ScenarioPool } from '../ports/scenario.ts';
import { shown } from './refusal.ts';
import { labelAt } from './scenario-file-label.ts';
import { type Page, refuseAt } from './scenario-file-page.ts';
import { type Register, registerOf } from './scenario-file-register.ts';
import type { ScenarioText } from './scenario-file-shape.ts';

/** The pool of a scenario that lists none. */
const onlyPool = 'default';

/** The node pools of a scenario, and who they are. @shape `home` is the first: where whatever names no pool belongs */
export interface Pools {
  readonly pools: readonly ScenarioPool[];
  readonly home: string;
  readonly known: Register;
}

/** The node pools; one where none is listed. @throws InputRefusal */
export const poolsOf = (page: Page, written: ScenarioText['nodePools']): Pools => {
  const known = registerOf('node pool', 'nodePools');
  if (written === undefined) {
    known.add(page, '', onlyPool);
    return { pools: [], home: onlyPool, known };
  }
  const pools = written.map(({ id, ...layout }, place): ScenarioPool => {
    const at = `/nodePools/${place}/id`;
    known.add(page, at, labelAt(page, at, id));
    return { id, ...usualPlacement, ...layout };
  });
  return { pools, home: pools[0]?.id ?? onlyPool, known };
};

/** What a project may use: pools in which it is promised something, if only what is left over. */
export type PoolsByProject = ReadonlyMap<string, ReadonlySet<string>>;

/** Pools in the order in which they are liked; each must be one where the project has a queue. @throws InputRefusal */
export const preferenceAt = (
  page: Page,
  at: string,
  said: { readonly names: readonly string[]; readonly projectId: string; readonly among: Among },
): readonly string[] => {
  const { names, projectId, among } = said;
  for (const [place, id] of names.entries()) {
    const here = `${at}/${place}`;
    among.known.demand(page, here, id);
    if (names.indexOf(id) < place) {
      const problem = `the node pool ${shown(id)} is there twice`;
      refuseAt(page, here, { problem, remedy: 'name every node pool once' });
    }
    if (among.queues.get(projectId)?.has(id) !== true) {
      const problem = `the project ${shown(projectId)} is promised nothing in the node pool ${shown(id)}`;
      const remedy = `say a "gpuQuota" for it in the "nodePools" of the project, 0 for what is left over`;
      refuseAt(page, here, { problem, remedy });
    }
  }
  return names;
};

/** The pools there are, and in which of them projects have queues. */
export interface Among {
  readonly known: Register;
  readonly queues: PoolsByProject;
}
