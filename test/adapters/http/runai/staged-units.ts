import { sending } from './send.ts';
import { stage } from '../stage.ts';

/** Where projects and departments are. */
export const path = '/api/v1/org-unit';
/** A node pool that there is. */
export const pool = { id: 'default' };

/** A server with two node pools. */
export const staged = async () => {
  const { brain, server } = await stage();
  const send = sending(server);
  await send('POST /api/v1/node-pools', {
    body: { name: 'h100', clusterId: 'cluster', labelKey: 'gpu', labelValue: 'h100' },
  });
  return { brain, send };
};

/** A project. */
export const robots = {
  name: 'robots',
  parentId: 'department',
  resources: [
    {
      nodePool: pool,
      gpu: { deserved: 2.5, limit: 4, overQuotaWeight: 3 },
      cpu: { deserved: 64_000 },
      memory: { deserved: 512_000, limit: 600_000 },
      priority: 'High',
    },
  ],
};
