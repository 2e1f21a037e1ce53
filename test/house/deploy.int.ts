import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './tree.ts';

describe('deploy/prometheus.yml', () => {
  it('is a configuration that Prometheus takes (promtool is in the Debian package prometheus)', () => {
    const said = execFileSync('promtool', ['check', 'config', join(root, 'deploy/prometheus.yml')]);
    expect(said.toString()).toContain('SUCCESS');
  });
});
