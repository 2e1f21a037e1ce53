import { Document, isMap, isScalar, type Pair, type YAMLMap } from 'yaml';
import type { Policy } from '../../../../domain/allocation/index.ts';
import { policyShape } from '../../../../domain/foundation/policy-shape.ts';
import { heading } from './heading.ts';
import type { Shape } from './objection-to.ts';

/** A policy as the document that it is. */
export const policyDocument = (policy: Policy): object => ({ ...heading, ...policy });

/** A policy as a document with a remark above each field. */
export const printPolicy = (policy: Policy): string => {
  const document = new Document(policyDocument(policy));
  if (isMap(document.contents)) remark(document.contents, policyShape);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
};

const remark = (map: YAMLMap, shape: Shape): void => {
  for (const pair of map.items) {
    const member = isScalar(pair.key) ? shape.properties?.[String(pair.key.value)] : undefined;
    if (member !== undefined) remarkOn(pair, member);
  }
};

const remarkOn = ({ key, value }: Pair, member: Shape): void => {
  const { description } = member;
  if (isScalar(key) && description !== undefined) key.commentBefore = ` ${description}`;
  if (isMap(value)) remark(value, member);
};
