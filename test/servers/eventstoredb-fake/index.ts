import serverFeatures from '@eventstore/db-client/generated/serverfeatures_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { appendHandler } from './appends.ts';
import type { Calls, Script } from './node.ts';
import { readHandler } from './reads.ts';
import { fakeStore, type FakeStore } from './store.ts';

export type { Mishap } from './node.ts';
export type { FakeEvent, FakeStore } from './store.ts';

/** How a fake begins. */
export interface FakeOptions {
  /** What other nodes of the same cluster keep as well. */
  readonly store?: FakeStore;
  /** MaxAppendSize of the server. @unit bytes */
  readonly appendBytesMax?: number;
  /** The port of the leader, where this node is none. */
  readonly leaderPort?: number;
}

/** A gRPC server on a port of this machine that speaks EventStoreDB's protocol and keeps everything in memory. */
export interface FakeEventStore {
  readonly store: FakeStore;
  readonly port: number;
  readonly connectionString: string;
  /** What goes wrong with the next appends and reads, each once and in this order. */
  readonly script: Script;
  /** How often each call came. */
  readonly calls: Calls;
  /** Ends all connections at once. */
  readonly stop: () => void;
  /** Listens again on the same port. */
  readonly start: () => Promise<void>;
}

/** MaxAppendSize of a server that nobody configured. @unit bytes */
const usualAppendBytesMax = 1_048_576;

/** Starts a fake on a free port. */
export const fakeEventStore = async (options: FakeOptions = {}): Promise<FakeEventStore> => {
  const { store = fakeStore(), appendBytesMax = usualAppendBytesMax, leaderPort } = options;
  const script: Script = { appends: [], reads: [] };
  const calls: Calls = { append: 0, read: 0, batchAppend: 0 };
  const node = { store, script, calls, appendBytesMax, leaderPort };
  const handlers: UntypedServiceImplementation = {
    append: appendHandler(node),
    read: readHandler(node),
    // Offered, and never answered: whoever takes this path hangs, as with a server that drops a retry.
    batchAppend: () => {
      calls.batchAppend += 1;
    },
  };
  let server = serverOf(handlers);
  const port = await listening(server, 0);
  const start = async (): Promise<void> => {
    server = serverOf(handlers);
    await listening(server, port);
  };
  return {
    store,
    port,
    script,
    calls,
    connectionString: `esdb://127.0.0.1:${port}?tls=false`,
    stop: () => server.forceShutdown(),
    start,
  };
};

const serverOf = (handlers: UntypedServiceImplementation): Server => {
  const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  server.addService(StreamsService, handlers);
  server.addService(ServerFeaturesService, {
    getSupportedMethods: (_: unknown, answer: (error: null, value: unknown) => void) =>
      answer(null, offered()),
  });
  return server;
};

/** What a server of today tells of itself, as far as this one goes. */
const offered = () => {
  const features = new serverFeatures.SupportedMethods();
  features.setEventStoreServerVersion('24.10.0');
  for (const name of ['append', 'read', 'batchappend']) {
    const method = new serverFeatures.SupportedMethod();
    method.setServiceName('event_store.client.streams.streams');
    method.setMethodName(name);
    features.addMethods(method);
  }
  return features;
};

/** Listens on a port of this machine, 0 for any that is free; answers which. */
const listening = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const credentials = ServerCredentials.createInsecure();
    server.bindAsync(`127.0.0.1:${port}`, credentials, (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
