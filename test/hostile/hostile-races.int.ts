import { describe, expect, it } from 'vitest';
import { type Door, openDoor } from './door.ts';
import { type Answer, sendingTo } from './send.ts';
import { openWire, sleep } from './wire.ts';

const json = { 'content-type': 'application/json' };
const trainings = '/api/v1/workloads/trainings';
const training = (name: string, image = 'a'): string =>
  JSON.stringify({ name, projectId: 'vision', clusterId: 'cluster', spec: { image, compute: {} } });

/** Sends the same path many times at once, each with its own body and headers. */
const atOnce = async (
  { url }: Door,
  count: number,
  sentOf: (k: number) => readonly [path: string, body: string, headers?: Record<string, string>],
): Promise<readonly Answer[]> => {
  const send = sendingTo(url, count);
  return Promise.all(
    Array.from({ length: count }, (_, k) => {
      const [path, body, headers = {}] = sentOf(k);
      return send(path, { method: 'POST', body, headers: { ...json, ...headers } });
    }),
  );
};

const tallied = (answers: readonly Answer[]): Readonly<Record<number, number>> => {
  const tally: Record<number, number> = {};
  for (const { status } of answers) tally[status] = (tally[status] ?? 0) + 1;
  return tally;
};

const idIn = ({ text }: Answer): string => /"workloadId":"([^"]+)"/.exec(text)?.[1] ?? text;

describe('what many ask at the same moment', () => {
  it('happens once, where 500 want the same name', async () => {
    const door = await openDoor();
    const answers = await atOnce(door, 500, () => [trainings, training('same')]);
    expect(tallied(answers)).toEqual({ 202: 1, 409: 499 });
    expect((await door.standing()).workloads).toBe(1);
    await door.endInOrder();
  });

  it('happens once, where it comes with the same key', async () => {
    const door = await openDoor();
    const key = { 'idempotency-key': 'one-intent' };
    const answers = await atOnce(door, 300, (k) => [
      trainings,
      k % 3 === 2 ? training('other', `image-${k}`) : training('same'),
      key,
    ]);
    // Whichever came first is what the key stands for.
    const done = answers.filter(({ status }) => status === 202);
    expect(new Set(done.map(idIn)).size).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202, 422]));
    expect((await door.standing()).workloads).toBe(1);
    await door.endInOrder();
  });

  it('happens once, where all have seen the same state', async () => {
    const door = await openDoor();
    const seen = await sendingTo(door.url)('/berth/v1/node-pools/default');
    const { revision } = JSON.parse(seen.text);
    const answers = await atOnce(door, 200, (k) => [
      '/berth/v1/asks',
      JSON.stringify({
        type: 'ChooseNodePoolPlacement',
        nodePoolId: 'default',
        gpuPlacement: k % 2 === 0 ? 'spread' : 'binpack',
        cpuPlacement: 'spread',
      }),
      { 'if-match': `"${revision}"` },
    ]);
    expect(tallied(answers)).toEqual({ 200: 1, 412: 199 });
    await door.endInOrder();
  });

  it('leaves nothing half done, where projects go while work comes into them', async () => {
    const door = await openDoor();
    const send = sendingTo(door.url, 64);
    const project = (k: number): string => `racing-${k % 8}`;
    const racing = Array.from({ length: 400 }, async (_, k) => {
      const name = project(k);
      const headers = json;
      if (k % 4 === 3) return send(`/api/v1/org-unit/projects/${name}`, { method: 'DELETE' });
      const body =
        k % 4 === 0
          ? JSON.stringify({ name, clusterId: 'cluster', parentId: 'department', resources: [] })
          : training(`work-${k}`).replace('"vision"', `"${name}"`);
      const path = k % 4 === 0 ? '/api/v1/org-unit/projects' : trainings;
      return send(path, { method: 'POST', headers, body });
    });
    const answers = await Promise.all(racing);
    for (const { status, text } of answers) expect(status, text).toBeLessThan(500);
    expect((await door.standing()).faults).toEqual([]);
    await door.endInOrder();
  });

  it('is known by its key to whoever hung up before the answer', async () => {
    const door = await openDoor();
    const body = (k: number): string => training(`gone-${k}`);
    for (let k = 0; k < 50; k += 1) {
      const { socket } = openWire(door);
      const head = `POST ${trainings} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nidempotency-key: gone-${k}\r\n`;
      socket.write(`${head}content-length: ${body(k).length}\r\n\r\n${body(k)}`);
      await sleep(k % 5);
      socket.resetAndDestroy();
    }
    const answers = await atOnce(door, 50, (k) => [
      trainings,
      body(k),
      { 'idempotency-key': `gone-${k}` },
    ]);
    expect(tallied(answers)).toEqual({ 202: 50 });
    expect((await door.standing()).workloads).toBe(50);
    await door.endInOrder();
  });
});
