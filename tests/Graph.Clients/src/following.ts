import assert from 'node:assert/strict';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { ChangesDocument, CoverageChangesDocument, RenameDocument, type RenameMutation, SystemsDocument } from '../generated/graph.js';

/** A client that follows the graph: each operation is a list of results that comes bit by bit, and leaving the loop ends it. */
export interface Following {
  follow<TData, TVariables extends Record<string, unknown>>(document: TypedDocumentNode<TData, TVariables>, variables: TVariables): AsyncIterable<Result<TData>>;
}

export interface Result<TData> {
  data?: TData | null;
  errors?: ReadonlyArray<{ message: string; extensions?: Record<string, unknown> }>;
}

/** Follows changes while it makes them, leaves, comes again where it left, and finds each once; queries, mutations and refusals over the same client. */
export async function follow(client: Following, name: string, refused: (document: TypedDocumentNode<unknown, Record<string, unknown>>, variables: Record<string, unknown>) => Promise<string>): Promise<void> {
  const { view } = await one(client, SystemsDocument, {});
  const [system] = view.aiSystems.nodes;
  assert.ok(system);
  const begun = Number(view.revision);
  const revisions: number[] = [];
  let since: number = begun;
  for (const cut of [1, 4, 2, 7]) {
    const made = (async () => {
      for (let i = 0; i < cut; i++) {
        const { apply }: RenameMutation = await one(client, RenameDocument, { changeId: crypto.randomUUID(), key: system.key, title: `${name} ${since} ${i}` });
        assert.deepEqual([apply.accepted, apply.userErrors], [true, []]);
      }
    })();
    for await (const { data, errors } of client.follow(ChangesDocument, { since, kinds: ['AiSystem'] })) {
      assert.equal(errors, undefined);
      since = Number(data!.changes.revision);
      revisions.push(since);
      if (revisions.length === since - begun && since - begun >= total(cut)) {
        break;
      }
    }

    await made;
  }

  assert.deepEqual(revisions, Array.from({ length: 14 }, (_, i) => begun + i + 1), 'each change is told once, in order');
  for await (const { data } of client.follow(CoverageChangesDocument, { of: 'framework:f' })) {
    assert.deepEqual([data!.coverageChanged.previousRevision, data!.coverageChanged.after], [null, { owed: 0, met: 0 }]);
    break;
  }

  assert.equal(await refused(ChangesDocument as never, { since: 1_000_000 }), 'NOT_FOUND');
  assert.equal(await refused(ChangesDocument as never, { kinds: ['NoKind'] }), 'BAD_REQUEST');
}

// How many changes there are after each cut.
const cuts = [1, 4, 2, 7];
function total(cut: number): number {
  return cuts.slice(0, cuts.indexOf(cut) + 1).reduce((sum, c) => sum + c, 0);
}

async function one<TData, TVariables extends Record<string, unknown>>(client: Following, document: TypedDocumentNode<TData, TVariables>, variables: TVariables): Promise<TData> {
  const results: Result<TData>[] = [];
  for await (const result of client.follow(document, variables)) {
    results.push(result);
  }

  assert.deepEqual(results.map((result) => result.errors), [undefined], 'one result and the end');
  return results[0]!.data!;
}
