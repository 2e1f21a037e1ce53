import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { appendHandler } from './appends.ts';
import { featuresMessage, type Member, membersMessage } from './cluster.ts';
import type { Calls, Node, Script } from './node.ts';
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
  /** The nodes of its cluster, as it gossips about them. */
  readonly members?: () => readonly Member[];
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
  const node: Node = {
    store: options.store ?? fakeStore(),
    script: { appends: [], reads: [] },
    calls: { append: 0, read: 0, batchAppend: 0 },
    appendBytesMax: options.appendBytesMax ?? usualAppendBytesMax,
    leaderPort: options.leaderPort,
  };
  let server = serverOf(node, options);
  const port = await listening(server, 0);
  const start = async (): Promise<void> => {
    server = serverOf(node, options);
    await listening(server, port);
  };
  const { store, script, calls } = node;
  const connectionString = `esdb://127.0.0.1:${port}?tls=false`;
  const stop = (): void => server.forceShutdown();
  return { store, script, calls, port, connectionString, stop, start };
};

const serverOf = (node: Node, { members = () => [] }: FakeOptions): Server => {
  const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  server.addService(StreamsService, {
    append: appendHandler(node),
    read: readHandler(node),
    // Offered, and never answered: whoever takes this path hangs, as with a server that drops a retry.
    batchAppend: () => {
      node.calls.batchAppend += 1;
    },
  });
  server.addService(ServerFeaturesService, {
    getSupportedMethods: (_: unknown, answer: (error: null, value: unknown) => void) =>
      answer(null, featuresMessage()),
  });
  server.addService(GossipService, {
    read: (_: unknown, answer: (error: null, value: unknown) => void) =>
      answer(null, membersMessage(members())),
  });
  return server;
};

/** Listens on a port of this machine, 0 for any that is free; answers which. */
const listening = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const credentials = ServerCredentials.createInsecure();
    server.bindAsync(`127.0.0.1:${port}`, credentials, (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
