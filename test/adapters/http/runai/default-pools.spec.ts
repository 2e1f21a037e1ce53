import { describe, expect, it } from 'vitest';
import type { Ask } from '../../../../adapters/ports/ask.ts';
import { askOf } from '../stage.ts';
import { compute, errorsOf, path, staged } from './staged.ts';

const units = '/api/v1/org-unit';
const far: Ask = {
  type: 'CreateNodePool',
  nodePoolId: 'far',
  name: 'far',
  clusterId: 'cluster',
  labelKey: 'pool',
  labelValue: 'far',
  gpuPlacement: 'berth',
  cpuPlacement: 'binpack',
};
const robots = {
  name: 'robots',
  parentId: 'department',
  resources: [],
  defaultNodePools: ['default', 'far'],
};

describe('a project with several default node pools', () => {
  it('lets its workloads go to them in their order, unless they name others', async () => {
    const { brain, send } = await staged();
    await askOf(brain, far);
    const made = await send(`POST ${units}/projects`, { body: robots });
    expect([made.status, made.body['defaultNodePools']]).toEqual([201, ['default', 'far']]);
    const submitted = async (name: string, spec: object) => {
      const body = { name, projectId: 'robots', spec: { compute, ...spec } };
      const answer = await send(`POST ${path}/trainings`, { body });
      return answer.body['requestedNodePools'];
    };
    expect(await submitted('usual', {})).toEqual(['default', 'far']);
    expect(await submitted('there', { nodePools: ['far'] })).toEqual(['far']);
    const put = { resources: [], defaultNodePools: ['far', 'default'] };
    const changed = await send(`PUT ${units}/projects/robots`, { body: put });
    expect([changed.status, errorsOf(changed)?.['0']?.['pointer']]).toEqual([
      422,
      '/defaultNodePools',
    ]);
  });

  it('is refused where it names a pool that is not there, or one twice', async () => {
    const { send } = await staged();
    const refused = async (...defaultNodePools: readonly string[]) => {
      const answer = await send(`POST ${units}/projects`, {
        body: { ...robots, defaultNodePools },
      });
      return [answer.status, errorsOf(answer)?.['0']?.['value']];
    };
    expect(await refused('default', 'moon')).toEqual([422, 'moon']);
    expect(await refused('default', 'default')).toEqual([422, 'default']);
  });
});
