const key = 'graph:token';
let lasting: string | null = null;

/**
 * The token with which a person signed in to the pages; null without one. It is kept for this tab of the browser alone and is gone
 * when the tab is closed.
 */
export function token(): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return lasting;
  }
}

/** Keeps a token for the next request, or forgets it. */
export function keepToken(given: string | null): void {
  lasting = given;
  try {
    if (given) {
      sessionStorage.setItem(key, given);
    } else {
      sessionStorage.removeItem(key);
    }
  } catch {
    // Without storage it lasts as long as the page.
  }
}

/** The header that says who asks, where somebody has signed in. */
export function credentials(): Record<string, string> {
  const given = token();
  return given ? { Authorization: `Bearer ${given}` } : {};
}
