import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawPolicy } from '../../../../../docs/draw-policy.ts';
import { policyIn } from '../../../../../src/main/config/policy/index.ts';

const text = readFileSync(join(import.meta.dirname, '../../../../../docs/POLICY.md'), 'utf8');

describe('docs/POLICY.md', () => {
  it('has every field as it is; after a change `node docs/draw-policy.ts` writes it again', () => {
    expect(text).toBe(drawPolicy(text));
    expect(text).toContain('`/bounds/victimsMax`');
  });

  it('shows a document that is taken', () => {
    const shown = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    expect(policyIn('POLICY.md', shown)).toMatchObject({
      right: { minRun: { preemptMs: 600_000 }, version: expect.stringMatching(/^night-shift@/) },
    });
  });
});
