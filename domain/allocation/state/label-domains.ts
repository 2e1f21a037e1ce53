import type { Domains } from './extras.ts';
import type { NodeState, NodeTable } from './table.ts';

/** The label that tells nodes apart, whether they carry it or not. */
const hostname = 'kubernetes.io/hostname';

const valueAt = (node: NodeState, key: string): string | undefined =>
  Object.hasOwn(node.labels, key) ? node.labels[key] : key === hostname ? node.id : undefined;

const settle = (domains: Domains, node: NodeState, sign: 1 | -1): void => {
  const value = valueAt(node, domains.key);
  if (value === undefined) return;
  let number = domains.numbers.get(value);
  if (number === undefined) {
    number = domains.sizes.length;
    domains.numbers.set(value, number);
    domains.sizes.push(0);
  }
  const was = domains.sizes[number] ?? 0;
  domains.sizes[number] = was + sign;
  domains.wide += (was + sign > 1 ? 1 : 0) - (was > 1 ? 1 : 0);
  domains.ofSlot[node.slot] = sign > 0 ? number : -1;
};

/** Nodes by the values of a label, for one more who asks. @cost O(nodes) where nobody asked yet */
export const domainsOf = (table: NodeTable, key: string): Domains => {
  const known = table.domains.get(key);
  if (known !== undefined) {
    known.users += 1;
    return known;
  }
  const fresh: Domains = {
    key,
    ofSlot: new Int32Array(table.usable.length).fill(-1),
    numbers: new Map(),
    sizes: [],
    wide: 0,
    users: 1,
  };
  table.domains.set(key, fresh);
  for (const node of table.slots) if (node !== undefined) settle(fresh, node, 1);
  return fresh;
};

/** The domain that a slot is in; −1 where its node lacks the label. */
export const domainAt = ({ ofSlot }: Domains, slot: number): number => ofSlot[slot] ?? -1;

/** Makes room for as many slots as the table has. */
export const growDomains = (table: NodeTable): void => {
  for (const domains of table.domains.values()) {
    const grown = new Int32Array(table.usable.length).fill(-1);
    grown.set(domains.ofSlot);
    domains.ofSlot = grown;
  }
};

/** A node has taken its slot. */
export const joinDomains = (table: NodeTable, node: NodeState): void => {
  for (const domains of table.domains.values()) settle(domains, node, 1);
};

/** A node is about to leave its slot. */
export const leaveDomains = (table: NodeTable, node: NodeState): void => {
  for (const domains of table.domains.values()) settle(domains, node, -1);
};

/** One asks no more; with the last who did they are forgotten. */
export const dropDomains = (table: NodeTable, domains: Domains): void => {
  domains.users -= 1;
  if (domains.users === 0) table.domains.delete(domains.key);
};
