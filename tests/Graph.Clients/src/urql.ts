// urql with its document cache: node dist/src/urql.js http://127.0.0.1:5080/graphql
import assert from 'node:assert/strict';
import { cacheExchange, Client, fetchExchange, gql } from '@urql/core';
import { play } from './scenario.js';

for (const preferGetMethod of [false, 'force'] as const) {
  const client = new Client({ url: process.argv[2]!, exchanges: [cacheExchange, fetchExchange], preferGetMethod });
  await play({
    async query(document, variables) {
      const { data, error } = await client.query(document, variables, { requestPolicy: 'network-only' }).toPromise();
      assert.ifError(error);
      return data!;
    },
    async mutate(document, variables) {
      const { data, error } = await client.mutation(document, variables).toPromise();
      assert.ifError(error);
      return data!;
    },
  }, `urql ${preferGetMethod ? 'by GET' : 'by POST'}`);
  const refused = await client.query(gql`{ noSuchField }`, {}).toPromise();
  assert.equal(refused.error?.graphQLErrors[0]?.extensions.code, 'BAD_REQUEST');
}
