import type { Body } from './send.ts';
import { type Answer, sending, textOf } from './send.ts';
import { stage, type StageOptions } from '../stage.ts';

/** What a small pod asks for. */
export const compute = { gpuDevicesRequest: 1, cpuCoreRequest: 1, cpuMemoryRequest: '1Gi' };
/** A small training. */
export const training = (name: string) => ({ name, projectId: 'vision', spec: { compute } });
/** Where workloads are. */
export const path = '/api/v1/workloads';

/** A server with a way to send requests, and to submit small trainings. */
export const staged = async (options: StageOptions = {}) => {
  const { brain, server } = await stage(options);
  const send = sending(server);
  const made = async (name: string): Promise<string> => {
    const { body } = await send(`POST ${path}/trainings`, { body: training(name) });
    return textOf(body['id']);
  };
  return { brain, send, made };
};

/** The names of the workloads of an answer. */
export const namesOf = ({ body }: Answer): readonly string[] =>
  Object.values(body['workloads'] ?? {}).map((one) => textOf(one['name']));
/** What an answer says was wrong. */
export const errorsOf = (answer: Answer): Body | undefined => answer.body['errors'];
