import { EventStoreDBClient } from '@eventstore/db-client';

/** The client library's client, for this folder alone. */
export type Client = EventStoreDBClient;

interface Shared {
  readonly client: Client;
  users: number;
  isConnected: boolean;
}

/** The client of a connection string, as one of its users sees it. */
export interface SharedClient {
  readonly client: Client;
  /** Says whether the server answered just now. */
  readonly heard: (isAnswer: boolean) => void;
  readonly giveBack: () => Promise<void>;
}

const clients = new Map<string, Shared>();

/**
 * The one client of this process for a connection string, and how to give it back.
 *
 * Each client has a connection of its own, and the library closes none by itself.
 */
export const shareClient = (connectionString: string): SharedClient => {
  const shared = clients.get(connectionString) ?? {
    client: clientOf(connectionString),
    users: 0,
    isConnected: false,
  };
  shared.users += 1;
  clients.set(connectionString, shared);
  const giveBack = async (): Promise<void> => {
    shared.users -= 1;
    if (shared.users > 0) return;
    clients.delete(connectionString);
    await shared.client.dispose();
    // Without a connection the client would look for a server only to be told that it is not needed.
    if (shared.isConnected) (await shared.client['getChannel']()).close();
  };
  const heard = (isAnswer: boolean): void => {
    shared.isConnected = isAnswer;
  };
  return { client: shared.client, heard, giveBack };
};

/**
 * A client that appends one call at a time.
 *
 * Where the server offers it, the client would append through one long stream for all callers of the process: there an
 * append without an answer never ends, an error of one fails those of all, and an answer that comes after such an error
 * ends the process. It looks for the offer here; ADR 0011 says why not by credentials.
 */
const clientOf = (connectionString: string): Client => {
  const client = EventStoreDBClient.connectionString(connectionString);
  client['supports'] = () => Promise.resolve(false);
  return client;
};
