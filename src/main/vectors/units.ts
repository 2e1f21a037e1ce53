/** One MB of a case is one MiB of the kernel, for nodes, pods and queues alike: so no quota is rounded. */
const bytesPerMb = 1_000_000;
const bytesPerMib = 1 << 20;

/** Bytes of a case in the grain of the kernel. @unit bytes */
export const memoryBytesOf = (bytes: number): number =>
  Math.ceil((bytes / bytesPerMb) * bytesPerMib);

/** Cores as nodes and tasks say them. @unit millicores */
export const cpuMilliOf = (cores: number): number => Math.round(cores * 1000);

/** Devices, or parts of one. @unit thousandths of a card; −1 stays */
export const gpuMilliOf = (gpus: number): number => (gpus < 0 ? -1 : Math.round(gpus * 1000));

/** A part of a device by its memory: hundredths, rounded up. @unit thousandths of a card */
export const memoryShareOf = (askedMib: number, deviceMib: number): number =>
  10 * Math.ceil((askedMib * 100) / deviceMib);
