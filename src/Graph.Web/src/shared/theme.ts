/** The colours that a person chose for all pages; null follows the system. */
export type Theme = 'light' | 'dark' | null;

const key = 'graph:theme';

/** What was chosen. Storage may be forbidden; then nothing was. */
export function chosenTheme(): Theme {
  const stored = read();
  return stored === 'light' || stored === 'dark' ? stored : null;
}

/** Keeps a choice for the next page. */
export function keepTheme(theme: Theme): void {
  try {
    if (theme) {
      localStorage.setItem(key, theme);
    } else {
      localStorage.removeItem(key);
    }
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

/** Puts a choice on the page; the style sheets read it from the root element. */
export function showTheme(theme: Theme): void {
  if (theme) {
    document.documentElement.dataset.theme = theme;
  } else {
    delete document.documentElement.dataset.theme;
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
