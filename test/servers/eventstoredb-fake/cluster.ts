import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import serverFeatures from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';

/** A node of a cluster, as the others see it. */
export interface Member {
  readonly port: number;
  readonly isLeader: boolean;
  readonly isAlive: boolean;
}

/** What a node tells about its cluster. */
export const membersMessage = (members: readonly Member[]): gossip.ClusterInfo => {
  const cluster = new gossip.ClusterInfo();
  for (const { port, isLeader, isAlive } of members) {
    const { FOLLOWER, LEADER } = gossip.MemberInfo.VNodeState;
    const endPoint = new gossip.EndPoint();
    endPoint.setAddress('127.0.0.1');
    endPoint.setPort(port);
    const id = new shared.UUID();
    id.setString('00000000-0000-4000-8000-000000000000');
    const member = new gossip.MemberInfo();
    member.setInstanceId(id);
    member.setState(isLeader ? LEADER : FOLLOWER);
    member.setIsAlive(isAlive);
    member.setHttpEndPoint(endPoint);
    cluster.addMembers(member);
  }
  return cluster;
};

/** What a server of today tells of itself, as far as this one goes. */
export const featuresMessage = (): serverFeatures.SupportedMethods => {
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
