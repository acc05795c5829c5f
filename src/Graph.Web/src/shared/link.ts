/** A query with its variables, as the fragment of an address carries it. */
export interface Asked {
  query: string;
  variables: string;
}

/** The address of GraphiQL with a query in it. The fragment never leaves the browser. */
export function linkTo(query: string, variables: object): string {
  const fragment = new URLSearchParams({ query, variables: JSON.stringify(variables, null, 2) });
  return `/graphql#${fragment}`;
}

/** The query in the fragment of an address, if there is one. */
export function askedBy(hash: string): Asked | null {
  const fragment = new URLSearchParams(hash.replace(/^#/, ''));
  const query = fragment.get('query');
  return query ? { query, variables: fragment.get('variables') ?? '' } : null;
}
