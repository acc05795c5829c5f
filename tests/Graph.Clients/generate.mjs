// Makes types and typed documents of operations/*.graphql from schema/schema.graphql, as GraphQL Code Generator does for a front end.
import { codegen } from '@graphql-codegen/core';
import * as documents from '@graphql-codegen/typed-document-node';
import * as schemaTypes from '@graphql-codegen/typescript';
import * as operationTypes from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';

const here = new URL('.', import.meta.url);
const schema = parse(await readFile(new URL('../../schema/schema.graphql', here), 'utf8'));
const names = (await readdir(new URL('operations/', here))).sort();
const asked = await Promise.all(names.map(async (name) => ({
  location: `operations/${name}`,
  document: parse(await readFile(new URL(`operations/${name}`, here), 'utf8')),
})));

const scalars = { CypherParameters: 'Record<string, unknown>', Date: 'string', DateTime: 'string', Hash: 'string', Revision: 'number', AsOf: { input: 'string | number', output: 'string' } };
const text = await codegen({
  filename: 'generated/graph.ts',
  schema,
  documents: asked,
  config: { scalars, strictScalars: true, useTypeImports: true, enumsAsTypes: true },
  plugins: [{ types: {} }, { operations: {} }, { documents: {} }],
  pluginMap: { types: schemaTypes, operations: operationTypes, documents },
});
await mkdir(new URL('generated/', here), { recursive: true });
await writeFile(new URL('generated/graph.ts', here), text);
