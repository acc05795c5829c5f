import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { Kind, parse } from 'graphql';

/**
 * Sends queries to the address of the page. The editor learns a moment late which operation a tab holds: whoever runs it at once
 * after changing tabs would ask for the operation of the tab before. A name that the query does not hold is left out.
 */
export function pageFetcher(url: string): Fetcher {
  const send = createGraphiQLFetcher({ url, enableIncrementalDelivery: false });
  return (asked, options) => {
    if (!asked.operationName || holds(asked.query, asked.operationName)) {
      return send(asked, options);
    }

    const { operationName: _, ...unnamed } = asked;
    return send(unnamed, options);
  };
}

function holds(query: string, name: string): boolean {
  try {
    return parse(query).definitions.some((d) => d.kind === Kind.OPERATION_DEFINITION && d.name?.value === name);
  } catch {
    return true;    // The server says better what is wrong with the text.
  }
}
