export { jsonLog } from './json-log.ts';
export { textLog } from './text-log.ts';
export type { LogOptions } from './options.ts';
