import type { PodRequest } from './shapes.ts';

/** A port of the node that a pod takes for itself. */
export type HostPort = NonNullable<PodRequest['hostPorts']>[number];

const form = /^([1-9]\d{0,4})(?:\/(TCP|UDP|SCTP))?$/;

/** Reads a port such as `8080` or `53/UDP`; TCP where it says no protocol, `undefined` where it is none. */
export const hostPortOf = (text: string): HostPort | undefined => {
  const [, digits, protocol = 'TCP'] = form.exec(text) ?? [];
  const port = Number(digits ?? 0);
  return port >= 1 && port <= 65_535 ? { port, protocol } : undefined;
};
