// graphql-request: node dist/src/graphql-request.js http://127.0.0.1:5080/graphql
import assert from 'node:assert/strict';
import { ClientError, GraphQLClient } from 'graphql-request';
import { type Client, play } from './scenario.js';

const client = new GraphQLClient(process.argv[2]!);
const ask: Client['query'] = (document, variables) => client.request({ document, variables } as never);
await play({ query: ask, mutate: ask }, 'graphql-request');
await assert.rejects(
  client.request('{ noSuchField }'),
  (error: unknown) => error instanceof ClientError && error.response.errors?.[0]?.extensions?.code === 'BAD_REQUEST');
