import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askPromtool } from '../servers/promtool.ts';
import { root } from './tree.ts';

describe('deploy/prometheus.yml', () => {
  it('is a configuration that Prometheus takes', async () => {
    const judged = await askPromtool(['check', 'config', join(root, 'deploy/prometheus.yml')]);
    expect(judged).toEqual({ code: 0, said: expect.stringContaining('SUCCESS') });
  });
});
