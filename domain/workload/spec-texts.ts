import { shortened } from '../foundation/field.ts';
import type { NodeExpression } from '../foundation/node-terms.ts';
import type { Affinity, Container, Labels, NodeSelector, SubGroup } from '../foundation/shapes.ts';
import type { WorkloadSpec } from './commands.ts';
import { invalid, pointerPart } from './problems.ts';
import type { InvalidSpec } from './rejections.ts';

/** Most entries of labels, of annotations, of an environment, of a selector; most tolerations. */
const entriesMax = 256;
/** Most characters of a key: a DNS name of 253, a slash, and 63 more. */
const keyLengthMax = 317;
/** Most bytes of a text, and of all texts of a submission together. @unit bytes of UTF-8 */
const textBytesMax = 16_384;
const totalBytesMax = 131_072;

/** One text of a submission. */
interface Text {
  readonly pointer: string;
  readonly text: string;
}

/**
 * The first text of a submission that is too long or that no ledger can store.
 *
 * @cost O(texts)
 */
export const textsProblem = (spec: WorkloadSpec): InvalidSpec | undefined => {
  const { labels, annotations, container } = spec;
  return (
    countProblem('/tolerations', spec.tolerations?.length) ??
    selectorProblem('/nodeSelector', spec.nodeSelector) ??
    entriesProblem('/labels', labels) ??
    entriesProblem('/annotations', annotations) ??
    entriesProblem('/container/environment', container?.environment) ??
    (container?.image === ''
      ? invalid({ pointer: '/container/image', value: '', problem: 'Empty', bound: 1 })
      : undefined) ??
    bytesProblem(textsIn(spec))
  );
};

const textsIn = (spec: WorkloadSpec): readonly Text[] => [
  ...textsOf('/labels', spec.labels),
  ...textsOf('/annotations', spec.annotations),
  ...containerTextsOf(spec.container),
  ...selectorTextsOf('/nodeSelector', spec.nodeSelector),
  ...(spec.tolerations ?? []).flatMap((toleration, place) =>
    textsOf(`/tolerations/${place}`, { ...toleration }),
  ),
  ...spec.subGroups.flatMap((subGroup, place) => subGroupTextsOf(`/subGroups/${place}`, subGroup)),
];

const subGroupTextsOf = (
  at: string,
  { podLabels, nodeSelector, affinity = {} }: SubGroup,
): readonly Text[] => {
  const { podAffinity = [], podAntiAffinity = [] } = affinity;
  const termTexts = (kind: string, terms: typeof podAffinity) =>
    terms.flatMap(({ labels }, place) => textsOf(`${at}/affinity/${kind}/${place}/labels`, labels));
  return [
    ...textsOf(`${at}/podLabels`, podLabels),
    ...selectorTextsOf(`${at}/nodeSelector`, nodeSelector),
    ...termTexts('podAffinity', podAffinity),
    ...termTexts('podAntiAffinity', podAntiAffinity),
    ...nodeTextsOf(`${at}/affinity`, affinity),
  ];
};

const nodeTextsOf = (
  at: string,
  { preferredNodes = [], requiredNodes = [] }: Affinity,
): readonly Text[] => [
  ...preferredNodes.flatMap(({ labels, matchExpressions = [] }, place) => [
    ...selectorTextsOf(`${at}/preferredNodes/${place}/labels`, labels),
    ...expressionTextsOf(`${at}/preferredNodes/${place}/matchExpressions`, matchExpressions),
  ]),
  ...requiredNodes.flatMap(({ matchExpressions }, place) =>
    expressionTextsOf(`${at}/requiredNodes/${place}/matchExpressions`, matchExpressions),
  ),
];

const expressionTextsOf = (at: string, expressions: readonly NodeExpression[]): readonly Text[] =>
  expressions.flatMap(({ key, values = [] }, place) => [
    { pointer: `${at}/${place}/key`, text: key },
    ...textsOf(`${at}/${place}/values`, values),
  ]);

const selectorTextsOf = (at: string, selector: NodeSelector = {}): readonly Text[] =>
  Object.entries(selector).flatMap(([key, values]) =>
    textsOf(`${at}/${pointerPart(key)}`, [key, ...values]),
  );

const countProblem = (pointer: string, count = 0): InvalidSpec | undefined =>
  count > entriesMax
    ? invalid({ pointer, value: count, problem: 'AboveBound', bound: entriesMax })
    : undefined;

/** Too many labels that nodes are to carry. */
export const selectorProblem = (
  pointer: string,
  selector: NodeSelector = {},
): InvalidSpec | undefined => countProblem(pointer, Object.keys(selector).length);

/** The first key that cannot stand among texts by key. */
export const entriesProblem = (
  pointer: string,
  entries: Labels | undefined,
): InvalidSpec | undefined => {
  if (entries === undefined) return undefined;
  const keys = Object.keys(entries);
  const tooMany = countProblem(pointer, keys.length);
  if (tooMany !== undefined) return tooMany;
  for (const key of keys) {
    const at = `${pointer}/${pointerPart(key)}`;
    if (key === '') return invalid({ pointer: at, value: key, problem: 'Empty', bound: 1 });
    if (key.length > keyLengthMax) {
      return invalid({
        pointer: at,
        value: key.length,
        problem: 'AboveBound',
        bound: keyLengthMax,
      });
    }
    if (!key.isWellFormed()) {
      return invalid({ pointer, value: shortened(key), problem: 'NotWellFormed' });
    }
  }
  return undefined;
};

/** Sums over all texts; names the one at which the sum passes its bound. */
const bytesProblem = (texts: readonly Text[]): InvalidSpec | undefined => {
  let total = 0;
  for (const { pointer, text } of texts) {
    if (!text.isWellFormed()) {
      return invalid({ pointer, value: shortened(text), problem: 'NotWellFormed' });
    }
    const bytes = Buffer.byteLength(text);
    if (bytes > textBytesMax) {
      return invalid({ pointer, value: bytes, problem: 'AboveBound', bound: textBytesMax });
    }
    total += bytes + pointer.length;
    if (total > totalBytesMax) {
      return invalid({ pointer, value: total, problem: 'AboveBound', bound: totalBytesMax });
    }
  }
  return undefined;
};

const textsOf = (
  pointer: string,
  entries: Labels | readonly string[] | undefined,
): readonly Text[] =>
  Object.entries(entries ?? {}).map(([key, text]) => ({
    pointer: `${pointer}/${pointerPart(key)}`,
    text,
  }));

const containerTextsOf = (container: Container | undefined): readonly Text[] => {
  if (container === undefined) return [];
  const { environment, ...words } = container;
  return [...textsOf('/container', words), ...textsOf('/container/environment', environment)];
};
