import { credentials } from '../shared/token';

/** The server does not know who asks. */
export class UnknownCaller extends Error {}

/** Asks the server; every failure is an error with words for the reader. */
export async function ask<T>(query: string, variables: object = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json, application/json;q=0.9', ...credentials() },
      body: JSON.stringify({ query, variables }),
    });
  } catch {
    throw new Error('The server does not answer. Is it running?');
  }

  const body = await response.json().catch(() => null) as { data?: T | null; errors?: { message: string }[] } | null;
  if (!body) {
    throw new Error(`The server answered with status ${response.status} and no readable text.`);
  }

  if (body.errors?.length || !body.data) {
    const words = body.errors?.map((error) => error.message).join(' ') || `The server answered with status ${response.status}.`;
    throw response.status === 401 ? new UnknownCaller(words) : new Error(words);
  }

  return body.data;
}
