import { askedBy, type Asked } from '../shared/link';
import { questions } from '../shared/questions';

/** The key under which GraphiQL keeps its tabs, and the form it keeps them in. */
const tabsKey = 'graphiql:tabState';

interface Tab extends Asked {
  id: string;
  title: string;
  hash: null;
  headers: null;
  operationName: string | null;
  response: null;
}

interface Tabs {
  tabs: Tab[];
  activeTabIndex: number;
}

/**
 * Prepares the tabs before GraphiQL reads them, and says which query is open: the tabs that a person left, else one for
 * each question; of them the one that the address asks for (?tab=3, or #query=...&variables=...).
 */
export function openTabs(storage: Storage, address: Location): Asked {
  const state = kept(storage) ?? { tabs: questions.map(tabOf), activeTabIndex: 0 };
  const asked = askedBy(address.hash) ?? questions.find((q) => String(q.number) === new URLSearchParams(address.search).get('tab'));
  if (asked) {
    const open = state.tabs.findIndex((tab) => tab.query === asked.query && (tab.variables ?? '') === asked.variables);
    state.activeTabIndex = open >= 0 ? open : state.tabs.push(tabOf(asked)) - 1;
  }

  storage.setItem(tabsKey, JSON.stringify(state));
  const active = state.tabs[state.activeTabIndex] ?? state.tabs[0]!;
  return { query: active.query, variables: active.variables };
}

function kept(storage: Storage): Tabs | null {
  try {
    const state = JSON.parse(storage.getItem(tabsKey) ?? 'null') as Tabs | null;
    return Array.isArray(state?.tabs) && state.tabs.length > 0 ? state : null;
  } catch {
    return null;
  }
}

function tabOf({ query, variables }: Asked): Tab {
  const operationName = /^\s*(?:query|mutation|subscription)\s+(\w+)/m.exec(query)?.[1] ?? null;
  return { id: crypto.randomUUID(), title: operationName ?? 'Query', query, variables, hash: null, headers: null, operationName, response: null };
}
