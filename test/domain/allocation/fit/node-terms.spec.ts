import { test as law } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accepted, labelsLiked, matchOf } from '../../../../domain/allocation/fit/match.ts';
import { type NodeExpression, nodeOperators } from '../../../../domain/foundation/node-terms.ts';
import type { Affinity, Labels } from '../../../../domain/foundation/shapes.ts';
import { meetsOne } from '../../../oracles/predicates.ts';
import { poolUnder } from '../pool.ts';
import { kind, offer, poolOf } from './pool-of.ts';

const expression = (text: string): NodeExpression => {
  const [key = '', operator = '', ...values] = text.split(' ');
  const known = nodeOperators.find((one) => one === operator);
  if (known === undefined) throw new Error(`no operator in ${text}`);
  return { key, operator: known, ...(values.length === 0 ? {} : { values }) };
};

/** Terms, each as expressions such as `zone In a b`. */
const terms = (...texts: readonly (readonly string[])[]): Affinity => ({
  requiredNodes: texts.map((one) => ({ matchExpressions: one.map(expression) })),
});

const isLetIn = (labels: Labels, affinity: Affinity): boolean => {
  const snapshot = poolOf(offer('a', { labels }));
  const slot = snapshot.nodes.byId.get('a')?.slot ?? -1;
  return matchOf(snapshot.nodes, kind(snapshot, { group: { affinity } }), slot) >= accepted;
};

describe('fit › terms of nodes, as Kubernetes reads them', () => {
  it.each([
    ['zone In a b', { zone: 'b' }, true],
    ['zone In a b', { zone: 'c' }, false],
    ['zone In a', {}, false],
    ['zone NotIn a b', { zone: 'c' }, true],
    ['zone NotIn a b', { zone: 'a' }, false],
    // Who has no such label is not among the values either.
    ['zone NotIn a', {}, true],
    ['zone Exists', { zone: '' }, true],
    ['zone Exists', {}, false],
    ['toString Exists', {}, false],
    ['zone DoesNotExist', { zone: 'a' }, false],
    ['zone DoesNotExist', {}, true],
    ['cpus Gt 32', { cpus: '33' }, true],
    ['cpus Gt 32', { cpus: '32' }, false],
    ['cpus Gt 32', { cpus: '100' }, true],
    ['cpus Gt -1', { cpus: '-0' }, true],
    ['cpus Gt 32', { cpus: 'many' }, false],
    ['cpus Gt 32', { cpus: '64.5' }, false],
    ['cpus Gt 32', {}, false],
    ['cpus Lt 32', { cpus: '031' }, true],
    ['cpus Lt 32', { cpus: '+32' }, false],
    ['cpus Lt 32', { cpus: '' }, false],
    ['cpus Lt 32', {}, false],
    // Two numbers that a float cannot tell apart, the widest of 64 bits, and one that is too wide.
    ['id Gt 9223372036854775806', { id: '9223372036854775807' }, true],
    ['id Gt 9223372036854775806', { id: '9223372036854775808' }, false],
    ['id Lt -9223372036854775807', { id: '-9223372036854775808' }, true],
    ['id Lt -9223372036854775807', { id: '-9223372036854775809' }, false],
  ] as const)('%s on %j: %s', (text, labels: Labels, isIn) => {
    expect(isLetIn(labels, terms([text]))).toBe(isIn);
  });

  it('all expressions of one term must hold, and one term of several', () => {
    const either = terms(['zone In a', 'disk Exists'], ['zone In b']);
    expect(isLetIn({ zone: 'a' }, either)).toBe(false);
    expect(isLetIn({ zone: 'a', disk: 'fast' }, either)).toBe(true);
    expect(isLetIn({ zone: 'b' }, either)).toBe(true);
    expect(isLetIn({ zone: 'c', disk: 'fast' }, either)).toBe(false);
  });

  it('stand besides a selector, and are one kind in whatever order they are written', () => {
    const snapshot = poolOf(offer('a'));
    const one = kind(snapshot, {
      group: { affinity: terms(['a Exists', 'z In x y'], ['b Exists']) },
    });
    const same = kind(snapshot, {
      group: { affinity: terms(['b Exists'], ['z In y x', 'a Exists']) },
    });
    const other = kind(snapshot, {
      group: { affinity: terms(['b Exists'], ['z In y', 'a Exists']) },
    });
    expect(same).toBe(one);
    expect(other).not.toBe(one);
    expect(one.extras).toBeUndefined();
    const both = { affinity: terms(['z In x']), nodeSelector: { zone: ['a'] } };
    const withBoth = kind(snapshot, { group: both });
    expect(withBoth.selector).toEqual({ zone: ['a'] });
  });

  it('count by their weight where they are only wished for', () => {
    const snapshot = poolOf(
      offer('a', { labels: { zone: 'a', cpus: '64' } }),
      offer('b', { labels: { zone: 'a', cpus: '16' } }),
      offer('c', { labels: { cpus: '64' } }),
    );
    const wishes = [
      { labels: { zone: ['a'] }, matchExpressions: [expression('cpus Gt 32')], weight: 5 },
      { labels: {}, matchExpressions: [expression('zone DoesNotExist')], weight: 3 },
    ];
    const one = kind(snapshot, { group: { affinity: { preferredNodes: wishes } } });
    const liked = ['a', 'b', 'c'].map((id) =>
      labelsLiked(snapshot.nodes, one, snapshot.nodes.byId.get(id)?.slot ?? -1),
    );
    expect(liked).toEqual([5, 0, 3]);
  });
});

const labels = fc.dictionary(
  fc.constantFrom('zone', 'cpus'),
  fc.constantFrom('a', '7', '31', 'x-1'),
  {
    noNullPrototype: true,
  },
);
const expressions: fc.Arbitrary<NodeExpression> = fc.record({
  key: fc.constantFrom('zone', 'cpus', 'none'),
  operator: fc.constantFrom(...nodeOperators),
  values: fc.constantFrom<string[][]>(['7'], ['31'], ['16']),
});
const anyTerms = fc.array(
  fc.array(expressions, { minLength: 1, maxLength: 3 }).map((matchExpressions) => ({
    matchExpressions,
  })),
  { minLength: 1, maxLength: 3 },
);

describe('fit › plans by terms', () => {
  law.prop([fc.array(labels, { minLength: 1, maxLength: 4 }), anyTerms], { numRuns: 300 })(
    '∀ nodes and terms: a pod is placed exactly where a reader of the rules lets it in, else it is told how many refuse',
    (nodes, requiredNodes) => {
      const pool = poolUnder({ actions: ['allocate'] });
      for (const [at, one] of nodes.entries()) pool.node(`n${at}`, 1, { labels: one });
      pool.queue('q', { quota: -1 });
      const group = {
        name: 'main',
        pods: 1,
        request: { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 0, memoryBytes: 0 },
        affinity: { requiredNodes },
      };
      pool.job('job', { subGroups: [group] });
      const { plan } = pool.look();
      const open = nodes.flatMap((one, at) => (meetsOne(one, requiredNodes) ? [`n${at}`] : []));
      const [placed] = plan.placements.flatMap(({ pods }) => pods.map(({ nodeId }) => nodeId));
      if (open.length > 0) expect(open).toContain(placed);
      else
        expect(plan.verdicts[0]?.verdict).toMatchObject({
          _tag: 'NoMatchingNode',
          refusedBySelector: nodes.length,
        });
    },
  );
});
