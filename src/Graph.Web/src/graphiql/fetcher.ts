import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { Kind, parse } from 'graphql';
import { credentials } from '../shared/token';
import { follow } from './follow';

/**
 * Sends queries to the address of the page, and follows subscriptions over event streams. The editor learns a moment late which operation a tab holds: whoever runs it at once
 * after changing tabs would ask for the operation of the tab before. A name that the query does not hold is left out.
 */
export function pageFetcher(url: string): Fetcher {
  const send = createGraphiQLFetcher({ url, enableIncrementalDelivery: false, fetch: signedIn });
  return (asked, options) => {
    if (isSubscription(asked.query, asked.operationName)) {
      return follow(signedIn, url, asked, options?.headers);
    }

    if (!asked.operationName || holds(asked.query, asked.operationName)) {
      return send(asked, options);
    }

    const { operationName: _, ...unnamed } = asked;
    return send(unnamed, options);
  };
}

/** Adds the token of who has signed in, unless the editor's headers say who asks; who has to sign in is sent to where that is done. */
const signedIn: typeof fetch = async (input, init) => {
  const headers = new Headers(init?.headers);
  if (headers.has('Authorization')) {
    return fetch(input, init);
  }

  Object.entries(credentials()).forEach(([name, value]) => headers.set(name, value));
  const response = await fetch(input, { ...init, headers });
  if (response.status === 401) {
    location.assign('/?then=graphiql');
  }

  return response;
};

function isSubscription(query: string, name?: string | null): boolean {
  try {
    const operations = parse(query).definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION);
    return (operations.find((o) => o.name?.value === name) ?? operations[0])?.operation === 'subscription';
  } catch {
    return false;    // The server says better what is wrong with the text.
  }
}

function holds(query: string, name: string): boolean {
  try {
    return parse(query).definitions.some((d) => d.kind === Kind.OPERATION_DEFINITION && d.name?.value === name);
  } catch {
    return true;    // The server says better what is wrong with the text.
  }
}
