// graphql-ws: node dist/src/graphql-ws.js http://127.0.0.1:5080/graphql
import assert from 'node:assert/strict';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { follow, type Following } from './following.js';

const url = process.argv[2]!.replace(/^http/, 'ws');
const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, lazy: false, keepAlive: 50, onNonLazyError: fail });
const following: Following = {
  follow: (document, variables) => client.iterate({ query: print(document), variables }) as never,
};
await follow(following, 'graphql-ws', async (document, variables) => {
  try {
    for await (const result of following.follow(document, variables)) {
      return `a result: ${JSON.stringify(result)}`;
    }
  } catch (errors) {
    return String((errors as { extensions: { code: string } }[])[0]?.extensions.code);
  }

  return 'nothing';
});
await client.dispose();

// What breaks the protocol closes the socket, with its code.
const raw = new WebSocket(url, 'graphql-transport-ws');
const closed = new Promise<number>((resolve) => raw.on('close', resolve));
raw.on('open', () => raw.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: '{ __typename }' } })));
assert.equal(await closed, 4401);

function fail(error: unknown): void {
  console.error(error);
  process.exit(1);
}
