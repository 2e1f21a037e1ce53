import { describe, expect, it } from 'vitest';
import type { Health, LiveBrain } from '../../../adapters/ports/live-brain.ts';
import { stage, training } from './stage.ts';

const stuck = (brain: LiveBrain, beatAgoMs: number): Health => ({ ...brain.health(), beatAgoMs });

describe('probes', () => {
  it('say that the program is alive, ready, and which one it is', async () => {
    const { server } = await stage();
    expect((await server.inject('/healthz')).body).toBe('ok\n');
    expect((await server.inject('/readyz')).body).toBe('ready\n');
    expect((await server.inject('/readyz?verbose')).body).toBe(
      '[+] server ok\n[+] engine ok\n[+] leader ok\n[+] queue ok\nready\n',
    );
    expect((await server.inject('/version')).json()).toMatchObject({ version: '0.0.0-test' });
  });

  it('say that nothing is taken any more once the brain is closed, and why', async () => {
    const { brain, server } = await stage();
    await brain.close();
    const answer = await server.inject('/readyz');
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('[-] engine closed: closed by its owner');
    const asked = await server.inject({
      method: 'POST',
      url: '/berth/v1/asks',
      payload: training('a'),
    });
    expect(asked.json()).toMatchObject({ status: 503, code: 'EngineClosed' });
  });

  it('say that nothing is taken while the engine does not come round', async () => {
    const { brain } = await stage();
    const { server } = await stage({ brain: { ...brain, health: () => stuck(brain, 12_345) } });
    const answer = await server.inject('/readyz');
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('[-] engine the engine has not come round for 12 s');
    const busy = await stage({ brain: { ...brain, health: () => stuck(brain, 10_000) } });
    expect((await busy.server.inject('/readyz')).statusCode).toBe(200);
  });

  it('hand on the figures that they are given', async () => {
    const metrics = {
      contentType: 'text/plain; version=0.0.4',
      render: async () => 'berth_up 1\n',
    };
    const { server } = await stage({ http: { metrics } });
    const answer = await server.inject('/metrics');
    expect([answer.headers['content-type'], answer.body]).toEqual([
      metrics.contentType,
      'berth_up 1\n',
    ]);
  });
});
