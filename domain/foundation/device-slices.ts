import type { PodRequest } from './shapes.ts';

const slice = /^nvidia\.com\/mig-[1-9]\d?g\.[1-9]\d{0,3}gb(\.[a-z0-9]+)*$/;

/**
 * Tells whether a resource is a slice of a partitioned device, by its name.
 *
 * @source NVIDIA's device plug-in: `nvidia.com/mig-1g.10gb`, `nvidia.com/mig-1g.10gb.me`
 */
export const isMigSlice = (resource: string): boolean => slice.test(resource);

const slicePrefix = 'nvidia.com/mig-';

/** The resource of a slice by its profile: `1g.10gb` is `nvidia.com/mig-1g.10gb`; a name of a resource stays. */
export const migSliceOf = (profile: string): string =>
  profile.includes('/') ? profile : `${slicePrefix}${profile}`;

/** The profile of a slice by the name of its resource. */
export const migProfileOf = (resource: string): string =>
  resource.startsWith(slicePrefix) ? resource.slice(slicePrefix.length) : resource;

const sizePattern = /(?:^|[/-])mig-(?:\d+c\.)?(\d+)g\./;

/** The size of a slice by the name of its resource: `nvidia.com/mig-2g.10gb` counts as 2 cards. 0: not a slice. */
export const sliceSizeOf = (name: string): number => Number(sizePattern.exec(name)?.[1] ?? 0);

/** How many cards the slices of a pod count for. */
export const sliceCardsIn = ({ mig }: Pick<PodRequest, 'mig'>): number => {
  let cards = 0;
  if (mig === undefined) return cards;
  for (const [name, count] of Object.entries(mig)) cards += count * sliceSizeOf(name);
  return cards;
};

/**
 * What a pod asks for of GPUs, slices as the cards that they count for; memory of a card is 0 until it has one.
 *
 * @unit thousandths of a card
 */
export const gpuMilliAsked = (request: PodRequest): number =>
  request.gpuDevices * request.gpuMilli + 1000 * sliceCardsIn(request);

/**
 * What a pod asks for by memory of GPUs, over all of them; nobody knows how many GPUs that is before it has a node.
 *
 * @unit MiB
 */
export const gpuMemoryMibAsked = ({ gpuDevices, gpuMemoryMib }: PodRequest): number =>
  gpuMemoryMib === undefined ? 0 : Math.max(1, gpuDevices) * gpuMemoryMib;

/** What every pod asks for, and every node has, in members of its own. */
const ownMembers: ReadonlySet<string> = new Set(['cpu', 'memory', 'pods', 'nvidia.com/gpu']);

/** Tells whether a resource is said in a member of its own, and so never among the others. */
export const hasOwnMember = (resource: string): boolean =>
  ownMembers.has(resource) || isMigSlice(resource);
