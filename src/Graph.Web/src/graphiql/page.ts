import { chosenTheme, showTheme } from '../shared/theme';

// The colours and the words of loading are there at once; the editor, which is large, comes after them.
showTheme(chosenTheme());
const root = document.getElementById('root')!;
import('./editor').then(({ showEditor }) => showEditor(root), (cause: unknown) => {
  root.firstElementChild!.textContent = `The editor could not be loaded: ${String(cause)}`;
});
