import type { FetcherParams } from '@graphiql/toolkit';
import type { ExecutionResult } from 'graphql';

/** Follows a subscription over an event stream (graphql-sse); to leave it closes the stream, also while nothing comes. */
export function follow(send: typeof fetch, url: string, asked: FetcherParams, headers?: Record<string, string>): AsyncIterableIterator<ExecutionResult> {
  const leaving = new AbortController();
  const results = read(send, url, asked, headers, leaving.signal);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => results.next(),
    return() {
      leaving.abort();
      return results.return(undefined);
    },
  };
}

async function* read(send: typeof fetch, url: string, asked: FetcherParams, headers: Record<string, string> | undefined, left: AbortSignal): AsyncGenerator<ExecutionResult, undefined> {
  try {
    const response = await send(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json', Accept: 'text/event-stream' },
      body: JSON.stringify(asked),
      signal: left,
    });
    if (!response.headers.get('Content-Type')?.startsWith('text/event-stream')) {
      yield await response.json() as ExecutionResult;    // Refused before there was a stream.
      return;
    }

    const texts = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    for (let held = ''; ;) {
      const { value, done } = await texts.read();
      if (done) {
        return;
      }

      const events = (held + value).split('\n\n');
      held = events.pop()!;
      for (const event of events) {
        const data = /^event: next\ndata: (.*)$/m.exec(event)?.[1];
        if (data) {
          yield JSON.parse(data) as ExecutionResult;
        }
      }
    }
  } catch (cause) {
    if (!left.aborted) {
      throw cause;
    }
  }
}
