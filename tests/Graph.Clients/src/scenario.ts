import assert from 'node:assert/strict';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { RenameDocument, RisksDocument, SystemsDocument } from '../generated/graph.js';

/** A client as a front end sees it: typed documents in, typed answers out. */
export interface Client {
  query<TData, TVariables extends Record<string, unknown>>(document: TypedDocumentNode<TData, TVariables>, variables: TVariables): Promise<TData>;
  mutate<TData, TVariables extends Record<string, unknown>>(document: TypedDocumentNode<TData, TVariables>, variables: TVariables): Promise<TData>;
}

/** A query, a list read page by page while somebody writes, a mutation and its refusal. Gives the system that was renamed. */
export async function play(client: Client, name: string): Promise<{ key: string; title: string }> {
  const { view } = await client.query(SystemsDocument, {});
  const [system] = view.aiSystems.nodes;
  assert.ok(system && view.aiSystems.totalCount === view.aiSystems.nodes.length, 'the systems are all there');
  assert.match(view.id, new RegExp(`^view@${view.revision}\\.`));

  const keys: string[] = [];
  const revisions = new Set<number | null | undefined>();
  let total = 0;
  for (let after: string | null | undefined = null, more = true; more;) {
    const page: Awaited<ReturnType<typeof risks>> = await risks(client, after);
    keys.push(...page.edges.map((edge) => edge.node.key));
    revisions.add(page.revision);
    total = page.totalCount;
    [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
    await rename(client, system.key, `${name} ${keys.length}`);
  }

  assert.ok(total > 7, 'there are several pages');
  assert.equal(new Set(keys).size, keys.length, 'no risk is listed twice');
  assert.equal(keys.length, total, 'no risk is missing');
  assert.equal(revisions.size, 1, 'all pages are of one revision');

  const title = `${system.title} (${name})`;
  const applied = await rename(client, system.key, title);
  assert.deepEqual([applied.accepted, applied.userErrors, applied.view?.document?.title], [true, [], title]);
  const refused = await rename(client, 'ai-system:no such key', title);
  assert.equal(refused.accepted, false);
  assert.deepEqual(refused.userErrors.map((error) => [error.code, error.path]), [['VALIDATION', 'changes[0].put.aiSystem.key']]);
  return { key: system.key, title };
}

async function risks(client: Client, after: string | null | undefined) {
  return (await client.query(RisksDocument, { first: 7, after })).view.risks;
}

async function rename(client: Client, key: string, title: string) {
  return (await client.mutate(RenameDocument, { changeId: crypto.randomUUID(), key, title })).apply;
}
