import { describe, expect, it } from 'vitest';
import { obstacleAt } from '../../../../domain/allocation/fit/fit.ts';
import { addNode, removeNode } from '../../../../domain/allocation/index.ts';
import { forgetKind } from '../../../../domain/allocation/state/requests.ts';
import type { Affinity, Labels, PodTerm } from '../../../../domain/foundation/shapes.ts';
import { cards, fill, kind, offer, planes, poolOf, sit, whereTo, type Wish } from './pool-of.ts';

const zone = 'zone';
const host = 'kubernetes.io/hostname';

const pod = (podLabels: Labels, affinity: Affinity = {}): Wish => ({
  group: { podLabels, affinity },
});
const near = (labels: Labels, topologyKey = zone): Affinity => ({
  podAffinity: [{ labels, topologyKey }],
});
const far = (labels: Labels, topologyKey = zone): Affinity => ({
  podAntiAffinity: [{ labels, topologyKey }],
});

const inZone = (name: string): Parameters<typeof offer>[1] => ({ labels: { [zone]: name } });

/** Nodes a and b in zone 1, c in zone 2, d in none. */
const zones = (): ReturnType<typeof poolOf> =>
  poolOf(offer('a', inZone('1')), offer('b', inZone('1')), offer('c', inZone('2')), offer('d'));

const db = { app: 'db' };
const web = { app: 'web' };

describe('fit › pods that must be near others', () => {
  it('go to a domain that has one of them', () => {
    const snapshot = zones();
    const client = kind(snapshot, pod(web, near(db)));
    expect(whereTo(snapshot, client)).toBe('-');
    sit(snapshot, { kind: kind(snapshot, pod(db)), on: 'c' });
    expect(whereTo(snapshot, client)).toBe('c#');
  });

  it('may begin anywhere where they are what they must be near, but not outside of all domains', () => {
    const snapshot = zones();
    const flock = kind(snapshot, pod(db, near(db)));
    sit(snapshot, { kind: kind(snapshot, cards(1)), on: 'd', devices: [0] });
    expect(whereTo(snapshot, flock)).toBe('a#');
    sit(snapshot, { kind: flock, on: 'b' });
    expect(new Set(fill(snapshot, flock))).toEqual(new Set(['a#', 'b#']));
  });

  it('want one pod that is all that several terms say, each in its own domain', () => {
    const snapshot = poolOf(
      offer('a', { labels: { zone: '1', rack: '1' } }),
      offer('b', { labels: { zone: '1', rack: '2' } }),
    );
    const choosy = kind(
      snapshot,
      pod(web, {
        podAffinity: [
          { labels: { app: 'db' }, topologyKey: 'zone' },
          { labels: { role: 'main' }, topologyKey: 'rack' },
        ],
      }),
    );
    sit(snapshot, { kind: kind(snapshot, pod({ app: 'db' })), on: 'a' });
    sit(snapshot, { kind: kind(snapshot, pod({ role: 'main' })), on: 'a' });
    expect(whereTo(snapshot, choosy)).toBe('-');
    sit(snapshot, { kind: kind(snapshot, pod({ app: 'db', role: 'main' })), on: 'b' });
    expect(whereTo(snapshot, choosy)).toBe('b#');
  });

  it('do not follow those who are leaving', () => {
    const snapshot = zones();
    sit(snapshot, { kind: kind(snapshot, pod(db)), on: 'a', planes: planes.leaving });
    expect(whereTo(snapshot, kind(snapshot, pod(web, near(db))))).toBe('-');
  });

  it('wait for those who are to come', () => {
    const snapshot = zones();
    sit(snapshot, { kind: kind(snapshot, pod(db)), on: 'c', planes: planes.promised });
    expect(whereTo(snapshot, kind(snapshot, pod(web, near(db))))).toBe('~c#');
  });
});

describe('fit › pods that must be far from others', () => {
  it('stay out of the domains that have any', () => {
    const snapshot = zones();
    sit(snapshot, { kind: kind(snapshot, pod(db)), on: 'a' });
    const shy = kind(snapshot, pod(web, far(db)));
    expect(whereTo(snapshot, shy)).toBe('c#');
    const slot = snapshot.nodes.byId.get('b')?.slot ?? -1;
    expect(obstacleAt(snapshot.nodes, shy, slot)).toBe('affinity');
  });

  it('are kept away from by those they will not have near', () => {
    const snapshot = zones();
    sit(snapshot, { kind: kind(snapshot, pod(web, far(db))), on: 'a' });
    expect(whereTo(snapshot, kind(snapshot, pod(db)))).toBe('c#');
    expect(whereTo(snapshot, kind(snapshot, pod(web)))).toBe('a#');
  });

  it('and are such themselves sit one to a domain, and anywhere outside', () => {
    const snapshot = zones();
    const lone = kind(snapshot, pod(db, far(db)));
    const places = fill(snapshot, lone);
    expect(places.slice(0, 2)).toEqual(['a#', 'c#']);
    expect(new Set(places.slice(2))).toEqual(new Set(['d#']));
  });

  it('sit one to a node by its host name, whether or not the node carries it as a label', () => {
    const snapshot = zones();
    expect(fill(snapshot, kind(snapshot, pod(db, far(db, host))))).toEqual([
      'a#',
      'b#',
      'c#',
      'd#',
    ]);
  });

  it('wait where the last of the others is leaving', () => {
    const snapshot = poolOf(offer('a', inZone('1')));
    sit(snapshot, { kind: kind(snapshot, pod(db)), on: 'a', planes: planes.leaving });
    expect(whereTo(snapshot, kind(snapshot, pod(web, far(db))))).toBe('~a#');
  });
});

describe('fit › pods that would like to be near or far', () => {
  const term = (labels: Labels, weight: number): PodTerm => ({
    labels,
    topologyKey: zone,
    weight,
  });

  it('outweigh starting now, shared devices and packing by it', () => {
    const snapshot = zones();
    sit(snapshot, { kind: kind(snapshot, pod(db)), on: 'c' });
    sit(snapshot, {
      kind: kind(snapshot, cards(4)),
      on: 'c',
      devices: [0, 1, 2, 3],
      planes: planes.leaving,
    });
    const friend = kind(snapshot, {
      ...cards(1),
      group: { podLabels: web, affinity: { podAffinity: [term(db, 1)] } },
    });
    expect(whereTo(snapshot, friend)).toBe('~c#0');
  });

  it('count every pod of a domain, and the liking of those who are there', () => {
    const snapshot = zones();
    for (const on of ['a', 'a', 'b']) sit(snapshot, { kind: kind(snapshot, pod(db)), on });
    const torn = { podAffinity: [term(db, 10)], podAntiAffinity: [term(web, 31)] };
    sit(snapshot, { kind: kind(snapshot, pod(web)), on: 'c' });
    expect(whereTo(snapshot, kind(snapshot, pod({}, torn)))).toBe('a#');
    sit(snapshot, { kind: kind(snapshot, pod(web)), on: 'b' });
    expect(whereTo(snapshot, kind(snapshot, pod({}, torn)))).toBe('d#');
    const host2 = { podAffinity: [{ labels: { app: 'guest' }, topologyKey: zone, weight: 5 }] };
    sit(snapshot, { kind: kind(snapshot, pod({}, host2)), on: 'c' });
    expect(whereTo(snapshot, kind(snapshot, pod({ app: 'guest' })))).toBe('c#');
  });

  it('like nodes for their labels too', () => {
    const snapshot = poolOf(
      offer('a', { labels: { disk: 'slow' } }),
      offer('b', { labels: { disk: 'fast', arch: 'arm' } }),
      offer('c', { labels: { disk: 'fast' } }),
    );
    const affinity: Affinity = {
      preferredNodes: [
        { labels: { disk: ['fast', 'faster'] }, weight: 10 },
        { labels: { arch: ['x86'] }, weight: 90 },
        { labels: { arch: ['arm'] }, weight: 5 },
      ],
    };
    const one = kind(snapshot, pod({}, affinity));
    expect(whereTo(snapshot, one)).toBe('b#');
    // Nobody waits for them.
    const all = kind(snapshot, cards(4));
    for (const on of ['b', 'c'])
      sit(snapshot, { kind: all, on, devices: [0, 1, 2, 3], planes: planes.leaving });
    expect(whereTo(snapshot, kind(snapshot, { ...cards(4), group: { affinity } }))).toBe(
      'a#0,1,2,3',
    );
  });
});

describe('fit › neighbours that come and go', () => {
  it('are known to those who ask about them later', () => {
    const snapshot = zones();
    const store = kind(snapshot, pod(db));
    sit(snapshot, { kind: store, on: 'a' });
    sit(snapshot, { kind: store, on: 'c', planes: planes.leaving });
    expect(whereTo(snapshot, kind(snapshot, pod(web, far(db))))).toBe('d#');
  });

  it('count no more when their node is gone', () => {
    const snapshot = zones();
    sit(snapshot, { kind: kind(snapshot, pod(db)), on: 'a' });
    const client = kind(snapshot, pod(web, near(db)));
    expect(whereTo(snapshot, client)).not.toBe('-');
    removeNode(snapshot, 'a');
    expect(whereTo(snapshot, client)).toBe('-');
    addNode(snapshot, offer('a', inZone('1')));
    expect(whereTo(snapshot, client)).toBe('-');
  });

  it('are forgotten with the last who speaks of them', () => {
    const snapshot = zones();
    const shy = kind(snapshot, pod(web, { ...far(db), ...near({ app: 'api' }) }));
    expect(snapshot.nodes.terms.size).toBe(2);
    forgetKind(snapshot, shy);
    expect(snapshot.nodes.terms.size).toBe(0);
    expect(snapshot.nodes.domains.size).toBe(0);
    expect(snapshot.nodes.neighbourly.size).toBe(0);
  });
});
