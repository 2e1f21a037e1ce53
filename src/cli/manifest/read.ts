import { isMap, isScalar, LineCounter, parseAllDocuments } from 'yaml';
import { exitCodes, type Failure } from '../exit-codes.ts';
import { fieldsAt, type Fields, membersAt } from './fields.ts';
import { nodeAt, resourceClaimAt, topologyAt } from './estate.ts';
import { clusterAt, departmentAt, nodePoolAt, projectAt } from './units.ts';
import {
  isListAt,
  itemsAt,
  ManifestRefusal,
  type Page,
  type Place,
  refuseAt,
  scalarTextAt,
} from './place.ts';
import { wordAt } from './values.ts';
import type { Manifest, Wanted } from './wish.ts';
import { typeKinds, workloadAt } from './workload.ts';

/** The version of the documents. */
export const apiVersion = 'berth.dev/v1alpha1';

/** The kinds of documents in the order in which they must come to be. */
export const kinds = [
  'Cluster',
  'NodePool',
  'Topology',
  'Node',
  'Department',
  'Project',
  'ResourceClaim',
  'Workload',
  ...typeKinds,
] as const;

/** What a file wants, or everything that is wrong with it. */
export interface ManifestsRead {
  readonly manifests: readonly Manifest[];
  readonly failures: readonly Failure[];
}

/** Most characters of a file. */
const lengthMax = 16 * 1024 * 1024;

/** Reads the documents of a file, YAML or JSON, all of them whatever is wrong with one. */
export const readManifests = (file: string, text: string): ManifestsRead => {
  if (text.length > lengthMax) {
    const remedy = 'cut it into several files';
    const what = `the file has more than ${lengthMax} characters`;
    return { manifests: [], failures: [{ what, where: file, remedy, exitCode: exitCodes.usage }] };
  }
  const lines = new LineCounter();
  const found = [...parseAllDocuments(text, { lineCounter: lines })].flatMap((document) =>
    documentIn({ file, lines, document }),
  );
  return {
    manifests: found.filter((one): one is Manifest => 'wanted' in one),
    failures: found.filter((one): one is Failure => 'what' in one),
  };
};

/** One document, or why it is none; nothing where nothing stands. */
const documentIn = (page: Page): readonly (Manifest | Failure)[] => {
  const { file, lines, document } = page;
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    const [said = ''] = broken.message.split(/ at line \d+|\n/);
    const what = `the document is no YAML: ${said}`;
    const where = `${file}:${line}:${col}`;
    return [{ what, where, remedy: 'mend it', exitCode: exitCodes.usage }];
  }
  const node = document.contents;
  if (node === null || (isScalar(node) && node.value === null)) return [];
  return [manifestAt({ page, node, path: '', offset: node.range?.[0] ?? 0 })];
};

const manifestAt = (place: Place): Manifest | Failure => {
  try {
    const document = fieldsAt(place, documentKeys);
    wordAt(document.need('apiVersion', apiVersion), [apiVersion]);
    return { wanted: wantedAt(document), place, at: (path) => below(place, path) };
  } catch (error) {
    if (error instanceof ManifestRefusal) return error.failure;
    throw error;
  }
};

/** What a document has. */
export const documentKeys = ['apiVersion', 'kind', 'metadata', 'spec'];

/** What a document wants. @throws ManifestRefusal */
export const wantedAt = (document: Fields): Wanted => {
  const kind = wordAt(document.need('kind', 'Project, Workload …'), kinds);
  const metadata = fieldsAt(document.need('metadata', '{ name: … }'), metadataKeys);
  return wantedOf(kind, metadata, document);
};

const metadataKeys = ['name', 'labels', 'annotations'];

const wantedOf = (kind: (typeof kinds)[number], metadata: Fields, document: Fields): Wanted => {
  const name = metadata.need('name', 'a name');
  const parts = { id: scalarTextAt(name), metadata, document };
  if (kind !== 'Workload' && !typeKinds.some((one) => one === kind)) refuseLabels(metadata);
  switch (kind) {
    case 'Cluster':
      return clusterAt(parts);
    case 'NodePool':
      return nodePoolAt(parts);
    case 'Topology':
      return topologyAt(parts);
    case 'Node':
      return nodeAt(parts);
    case 'ResourceClaim':
      return resourceClaimAt(parts);
    case 'Department':
      return departmentAt(parts);
    case 'Project':
      return projectAt(parts);
    case 'Workload':
    case 'Training':
    case 'Workspace':
    case 'Inference':
    case 'Distributed':
      return workloadAt(kind, parts);
  }
};

const refuseLabels = ({ get }: Fields): void => {
  for (const name of ['labels', 'annotations']) {
    const place = get(name);
    if (place !== undefined) {
      refuseAt(place, `only workloads have ${name}`, 'leave them out');
    }
  }
};

/** A member of a document by its path; the nearest place above it where there is none. */
const below = (place: Place, path: string): Place => {
  let here = place;
  for (const step of path.split('.')) {
    const items = isListAt(here) ? itemsAt(here) : [];
    const item = items[Number(step)];
    if (item !== undefined) {
      here = item;
      continue;
    }
    if (!isMap(here.node)) return here;
    const member = membersAt(here).find(([name]) => name === step);
    if (member === undefined) return here;
    [, here] = member;
  }
  return here;
};
