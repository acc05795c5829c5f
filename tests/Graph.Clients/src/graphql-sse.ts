// graphql-sse, each operation on a connection of its own: node dist/src/graphql-sse.js http://127.0.0.1:5080/graphql
import { createClient } from 'graphql-sse';
import { print } from 'graphql';
import { follow, type Following } from './following.js';

const client = createClient({ url: process.argv[2]!, retryAttempts: 0 });
const following: Following = {
  follow: (document, variables) => client.iterate({ query: print(document), variables }) as never,
};
await follow(following, 'graphql-sse', async (document, variables) => {
  for await (const { errors } of following.follow(document, variables)) {
    return String(errors?.[0]?.extensions?.code);
  }

  return 'nothing';
});
