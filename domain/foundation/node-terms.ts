import { type Static, Type } from './schemas.ts';

/** What an expression may say of a label of a node. @source Kubernetes, NodeSelectorRequirement */
export const nodeOperators = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] as const;

/**
 * One thing that the labels of a node must say; Kubernetes' words.
 *
 * @shape `In` and `NotIn` have values, `Exists` and `DoesNotExist` none, `Gt` and `Lt` one whole number as a text. A node
 * without the label meets `NotIn` and `DoesNotExist` only.
 */
export const nodeExpressionShape = Type.Object({
  key: Type.String(),
  operator: Type.Enum<[...typeof nodeOperators]>([...nodeOperators]),
  values: Type.Optional(Type.Array(Type.String())),
});
/** See `nodeExpressionShape`. */
export type NodeExpression = Static<typeof nodeExpressionShape>;

/** Expressions that must all hold of one node; of several terms one is enough. */
export const nodeTermShape = Type.Object({ matchExpressions: Type.Array(nodeExpressionShape) });
/** See `nodeTermShape`. */
export type NodeTerm = Static<typeof nodeTermShape>;

const int64Most = 9_223_372_036_854_775_807n;

/** A text as a whole number of 64 bits, as Kubernetes reads it for `Gt` and `Lt`; nothing where it is none. */
export const wholeOfText = (text: string): bigint | undefined => {
  if (!/^[+-]?\d{1,63}$/u.test(text)) return undefined;
  const whole = BigInt(text);
  return whole > int64Most || whole < -int64Most - 1n ? undefined : whole;
};
