import type { Policy } from '../foundation/policy-shape.ts';

/** What keeps rules from standing whose parts are all fine: where, what stands there, and what should. */
export interface Senseless {
  /** JSON pointer into the rules. */
  readonly pointer: string;
  readonly value: unknown;
  readonly wanted: string;
}

/** What each part of rules may say and all together may not; nothing where they make sense. */
export const senselessIn = ({ actions, typicalPods }: Policy): Senseless | undefined => {
  const twice = actions.findIndex((action, place) => actions.indexOf(action) !== place);
  if (twice >= 0) {
    return { pointer: `/actions/${twice}`, value: actions[twice], wanted: 'each action once' };
  }
  if (!actions.includes('allocate')) {
    const wanted = 'allocate among them: nothing would ever start';
    return { pointer: '/actions', value: actions.join(', '), wanted };
  }
  const shares = typicalPods.reduce((sum, { shareMicro }) => sum + shareMicro, 0);
  const wanted = 'shares that are 1000000 millionths together at most';
  return shares > 1_000_000 ? { pointer: '/typicalPods', value: shares, wanted } : undefined;
};
