// Apollo Client with its cache as it comes: node dist/src/apollo.js http://127.0.0.1:5080/graphql
import assert from 'node:assert/strict';
import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { RenameDocument, SystemsDocument } from '../generated/graph.js';
import { play } from './scenario.js';

// What Apollo says of a cache that loses data is a fault here.
console.warn = console.error = (...said: unknown[]) => {
  throw new Error(said.join(' '));
};

const client = new ApolloClient({ link: new HttpLink({ uri: process.argv[2]! }), cache: new InMemoryCache() });
const { key } = await play({
  query: async (query, variables) => (await client.query({ query, variables, fetchPolicy: 'network-only' } as never) as { data: never }).data,
  mutate: async (mutation, variables) => (await client.mutate({ mutation, variables } as never) as { data: never }).data,
}, 'Apollo');

// A mutation answers with the document, so that a list in the cache shows its new title without asking again.
await client.query({ query: SystemsDocument });
await client.mutate({ mutation: RenameDocument, variables: { changeId: crypto.randomUUID(), key, title: 'Seen at once' } });
const cached = client.readQuery({ query: SystemsDocument });
assert.equal(cached?.view.aiSystems.nodes.find((system) => system.key === key)?.title, 'Seen at once');

await assert.rejects(
  client.query({ query: gql`{ noSuchField }` }),
  (error: unknown) => CombinedGraphQLErrors.is(error) && error.errors[0]?.extensions?.code === 'BAD_REQUEST');
