// First of all: tells the editor that its workers are ours, bundled with this page.
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import mark from '../shared/mark.svg';
import { chosenTheme } from '../shared/theme';
import { pageFetcher } from './fetcher';
import { editorStorage } from './storage';
import { openTabs } from './tabs';

/** Puts GraphiQL on the page, with the tab open that the address asks for. */
export function showEditor(root: HTMLElement): void {
  const storage = editorStorage();
  const open = openTabs(storage, location);
  // The tab keeps what the address asked for; the address would bring it back after every change.
  history.replaceState(null, '', location.pathname);
  // Another query in the address of a page that is open: a link followed, or pasted.
  addEventListener('hashchange', () => location.reload());
  const fetcher = pageFetcher(location.pathname);
  createRoot(root).render(
    <GraphiQL
      fetcher={fetcher}
      storage={storage}
      initialQuery={open.query}
      initialVariables={open.variables}
      defaultTheme={chosenTheme()}
      defaultEditorToolsVisibility="variables"
      schemaDescription
    >
      <GraphiQL.Logo>
        <a className="graph-home" href="/" title="What is loaded">
          <img src={mark} width="22" height="22" alt="" />
          <span>Graph</span>
        </a>
      </GraphiQL.Logo>
    </GraphiQL>,
  );
}
