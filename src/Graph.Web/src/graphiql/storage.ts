import { chosenTheme, keepTheme, showTheme, type Theme } from '../shared/theme';
import { questions } from '../shared/questions';

const themeKey = 'graphiql:theme';

/**
 * Where GraphiQL keeps its tabs: local storage, under a name that changes with the questions, so that new ones reach those who
 * have been here before. The colours are kept for all pages. Where storage is forbidden, everything lasts as long as the page.
 */
export function editorStorage(): Storage {
  const inner = available() ?? new Map<string, string>();
  const prefix = `graph:${mark(questions.map((q) => q.query + q.variables).join('\n'))}:`;
  const own = () => [...keys(inner)].filter((key) => key.startsWith(prefix));
  return {
    get length() {
      return own().length;
    },
    key: (index) => own()[index]?.slice(prefix.length) ?? null,
    getItem: (key) => key === themeKey ? chosenTheme() : read(inner, prefix + key),
    setItem(key, value) {
      if (key === themeKey) {
        choose(value === 'light' || value === 'dark' ? value : null);
      } else {
        write(inner, prefix + key, value);
      }
    },
    removeItem(key) {
      if (key === themeKey) {
        choose(null);
      } else {
        remove(inner, prefix + key);
      }
    },
    clear: () => own().forEach((key) => remove(inner, key)),
  };
}

type Inner = Storage | Map<string, string>;

function choose(theme: Theme): void {
  keepTheme(theme);
  showTheme(theme);
}

function available(): Storage | null {
  try {
    localStorage.setItem('graph:probe', '');
    localStorage.removeItem('graph:probe');
    return localStorage;
  } catch {
    return null;
  }
}

const keys = (inner: Inner) => inner instanceof Map ? inner.keys() : Object.keys(inner);
const read = (inner: Inner, key: string) => inner instanceof Map ? inner.get(key) ?? null : inner.getItem(key);
const write = (inner: Inner, key: string, value: string) => inner instanceof Map ? void inner.set(key, value) : inner.setItem(key, value);
const remove = (inner: Inner, key: string) => inner instanceof Map ? void inner.delete(key) : inner.removeItem(key);

/** A short mark of a text; it only has to differ when the text does. */
function mark(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }

  return (hash >>> 0).toString(36);
}
