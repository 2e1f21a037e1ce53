import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeft, isRight, type TaskEither } from '../../../domain/foundation/fp.ts';
import type { InputFault, Scenario } from '../../../adapters/ports/scenario.ts';

/** A folder for the files of a suite, and how it is removed. */
export interface Folder {
  readonly write: (name: string, content: string | Uint8Array) => string;
  readonly path: string;
  readonly remove: () => void;
}

/** A folder of its own for a suite. */
export const folderOf = (): Folder => {
  const path = mkdtempSync(join(tmpdir(), 'berth-traces-'));
  return {
    path,
    write: (name, content) => {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(path, { recursive: true }),
  };
};

/** The scenario that a reader ends in. */
export const scenarioOf = async (read: TaskEither<InputFault, Scenario>): Promise<Scenario> => {
  const answer = await read();
  if (isRight(answer)) return answer.right;
  throw new Error(JSON.stringify(answer.left));
};

/** The fault that a reader ends in. */
export const inputFaultOf = async (read: TaskEither<InputFault, Scenario>): Promise<InputFault> => {
  const answer = await read();
  if (isLeft(answer)) return answer.left;
  throw new Error('the input was taken');
};

/** Three nodes in the form of the openb trace. */
export const openbNodes = [
  'sn,cpu_milli,memory_mib,gpu,model',
  'node-a,64000,262144,2,P100',
  'node-b,96000,393216,8,T4',
  'node-c,32000,131072,0,',
];

/** Six pods in the form of the openb trace. */
export const openbPods = [
  'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time',
  'pod-0,12000,16384,1,1000,,LS,Running,0,100,5',
  'pod-1,6000,12288,1,460,,LS,Succeeded,20,90,20',
  'pod-2,8000,1024,8,1000,T4|P100,BE,Failed,10,400,15',
  'pod-3,1000,1024,0,0,,LS,Running,30,31,30',
  'pod-4,1000,1024,2,500,P100,LS,Pending,7,50,',
  'pod-5,1000,1024,1,250,,LS,Running,30,99,40',
];

/** Five jobs in the form of the Philly trace. */
export const phillyJobs = [
  'timestamp,duration,num_gpus,gpu_time,cluster',
  '2017-10-09 07:01:55,66.0,1,66.0,11cb48',
  '2017-09-29 07:58:32,860662.0,20,17213240.0,6C71A0',
  '2017-10-09 07:01:55,10,16,160,_odd_1',
  '2017-10-09 07:01:54,0.5,8,4,11cb48',
  '2016-02-29 23:59:59,7,0,0,philly',
  '',
];

/** Nodes of two virtual clusters in the form of the Philly trace. */
export const phillyQueues = ['vc,node num', '11cb48,3', 'quiet,0'];

/** The text of a file with one line put in the place of another. */
export const textOf = (lines: readonly string[], line = 0, instead = ''): string =>
  `${lines.map((text, place) => (place + 1 === line ? instead : text)).join('\n')}\n`;
