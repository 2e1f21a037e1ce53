import type { Amounts } from '../../foundation/shapes.ts';
import type { Kind } from './table.ts';

/** Nodes that share the labels of a topology down to a level. @shape `level` −1 is the whole pool */
export interface Domain {
  readonly id: string;
  readonly level: number;
  /** Its place among the domains of its level. */
  readonly place: number;
  /** By the order of node ids. */
  readonly slots: readonly number[];
}

/** A figure of nodes, summed by domain and kept as nodes change. @shape `readAt` counts the table's changes */
export interface DomainSums {
  readonly bySlot: Float64Array;
  /** By level, by place. */
  readonly byLevel: readonly Float64Array[];
  total: number;
  readAt: number;
}

/** All domains of a topology as the nodes are. @shape `byLevel[i]` ascends by id */
export interface DomainTree {
  readonly setVersion: number;
  readonly levels: readonly string[];
  readonly byLevel: readonly (readonly Domain[])[];
  /** By level, by slot: the place of the node's domain; −1 for nodes outside of the topology. */
  readonly placeAt: readonly Int32Array[];
  readonly all: Domain;
  /** What is free in cards, CPU and memory, and the room for kinds of pods that were asked about. */
  readonly sums: Map<Kind | keyof Amounts, DomainSums>;
}
