import { classColumn, columnOf } from './counts.ts';
import type { ClaimHold, ClaimState, ClaimUse } from './extras.ts';
import type { NodeTable } from './table.ts';

/** How many cards a pod that uses the claim counts for. */
export const cardsOfClaim = ({ claim, column }: ClaimUse): number =>
  (claim?.count ?? 0) * (column?.cards ?? 0);

const nowhere = (): ClaimHold => ({ pods: 0, slot: -1 });

/** The claim of a name, as far as it is known. */
export const claimUseOf = (table: NodeTable, name: string): ClaimUse => {
  const known = table.claimUses.get(name);
  if (known !== undefined) return known;
  const fresh: ClaimUse = {
    name,
    claim: undefined,
    column: undefined,
    now: nowhere(),
    future: nowhere(),
    users: 0,
  };
  table.claimUses.set(name, fresh);
  return fresh;
};

const forgetIfUnused = (table: NodeTable, use: ClaimUse): void => {
  if (use.users === 0 && use.claim === undefined) table.claimUses.delete(use.name);
};

/** A kind that named it is forgotten. */
export const leaveClaim = (table: NodeTable, use: ClaimUse): void => {
  use.users -= 1;
  forgetIfUnused(table, use);
};

const takeDevices = (use: ClaimUse, sign: 1 | -1): void => {
  const { claim, column, now, future } = use;
  if (claim === undefined || column === undefined) return;
  if (now.pods > 0) column.now[now.slot] = (column.now[now.slot] ?? 0) - sign * claim.count;
  if (future.pods > 0)
    column.future[future.slot] = (column.future[future.slot] ?? 0) - sign * claim.count;
};

/** What a claim is becomes known, or another than before; `undefined`: it is gone. */
export const defineClaim = (
  table: NodeTable,
  name: string,
  claim: ClaimState | undefined,
): void => {
  const use = claimUseOf(table, name);
  takeDevices(use, -1);
  use.claim = claim;
  use.column = claim === undefined ? undefined : columnOf(table, classColumn(claim.deviceClass));
  takeDevices(use, 1);
  table.amountsVersion += 1;
  forgetIfUnused(table, use);
};

const isFirst = (hold: ClaimHold, slot: number, sign: number): boolean => {
  // Where facts put the pods of one claim on two nodes, the node that is gone took the claim with it.
  if (sign < 0 && hold.pods === 0) return false;
  if (sign > 0 && hold.pods === 0) hold.slot = slot;
  hold.pods += sign;
  return sign > 0 ? hold.pods === 1 : hold.pods === 0;
};

/** A pod that uses these claims comes to a slot or goes from it: the first takes their devices, the last gives them back. */
export const takeClaims = (
  uses: readonly ClaimUse[],
  slot: number,
  by: { readonly now: number; readonly future: number },
): void => {
  for (const { claim, column, now, future } of uses) {
    if (by.now !== 0 && isFirst(now, slot, by.now) && column !== undefined)
      column.now[now.slot] = (column.now[now.slot] ?? 0) - by.now * (claim?.count ?? 0);
    if (by.future !== 0 && isFirst(future, slot, by.future) && column !== undefined)
      column.future[future.slot] =
        (column.future[future.slot] ?? 0) - by.future * (claim?.count ?? 0);
  }
};

/** A node is gone: nothing is allocated there any more. */
export const vacateClaims = (table: NodeTable, slot: number): void => {
  for (const use of table.claimUses.values())
    for (const hold of [use.now, use.future]) if (hold.slot === slot) hold.pods = 0;
};

/** Of a class, what the claims before the given one will take besides, being allocated nowhere yet. */
const alsoTaken = (uses: readonly ClaimUse[], at: number, plane: 'now' | 'future'): number => {
  let sum = 0;
  for (let other = 0; other < at; other += 1) {
    const use = uses[other];
    if (use !== undefined && use[plane].pods === 0 && use.column === uses[at]?.column)
      sum += use.claim?.count ?? 0;
  }
  return sum;
};

/** Whether each claim is allocated at that slot, or can be. */
export const hasClaims = (
  uses: readonly ClaimUse[],
  slot: number,
  plane: 'now' | 'future',
): boolean => {
  for (const [at, use] of uses.entries()) {
    const { claim, column } = use;
    if (claim === undefined || column === undefined) return false;
    const hold = use[plane];
    if (hold.pods > 0) {
      if (hold.slot !== slot) return false;
    } else if ((column[plane][slot] ?? 0) < claim.count + alsoTaken(uses, at, plane)) return false;
  }
  return true;
};
