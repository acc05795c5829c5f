import { ask } from './ask';

/** Counts of cells: how many are owed, how many of them are met, and how they stand. */
export interface Counts {
  owed: number;
  met: number;
  ratio: number | null;
  worst: string | null;
  states: { state: string; count: number }[];
  undetermined: number;
}

/** The counts of a framework: all cells together, and those of each system. */
export interface FrameworkCoverage extends Counts {
  of: { key: string; title: string };
  method: string;
  bySystem: (Counts & { system: { key: string; title: string } })[];
}

/** What is loaded, and how far it is covered: all of one answer, so of one revision. */
export interface Loaded {
  server: { revision: number; hash: string; at: string | null; store: string; zone: string; today: string; version: string };
  view: {
    on: string;
    kind: string;
    statistics: { documentCount: number; edgeCount: number };
    aiSystems: { totalCount: number };
    frameworks: { totalCount: number };
    coverages: FrameworkCoverage[];
  };
}

/** A page of the table; a graph with more frameworks says that it shows the first ones. */
const frameworkCountMax = 24;

const counts = 'owed met ratio worst states { state count } undetermined';

/** Asks which frameworks there are, then everything about all of them in one request. */
export async function load(on: string | null): Promise<Loaded> {
  const { view } = await ask<{ view: { frameworks: { nodes: { key: string }[] } } }>(
    `query Frameworks($on: Date) { view(at: {on: $on}) { frameworks(first: ${frameworkCountMax}) { nodes { key } } } }`, { on });
  const keys = view.frameworks.nodes.map((framework) => framework.key);
  const loaded = await ask<{ server: Loaded['server']; view: Omit<Loaded['view'], 'coverages'> & Record<string, unknown> }>(
    startQuery(keys.length), Object.fromEntries([['on', on], ...keys.map((key, i) => [`f${i}`, key])]));
  return { server: loaded.server, view: { ...loaded.view, coverages: keys.map((_, i) => loaded.view[`f${i}`] as FrameworkCoverage) } };
}

function startQuery(count: number): string {
  const numbers = [...Array(count).keys()];
  return `query Start($on: Date${numbers.map((i) => `, $f${i}: String!`).join('')}) {
  server { revision hash at store zone today version }
  view(at: {on: $on}) {
    on
    kind
    statistics { documentCount edgeCount }
    aiSystems(first: 1) { totalCount }
    frameworks(first: 1) { totalCount }
${numbers.map((i) => `    f${i}: coverage(of: $f${i}) { ...Framework }`).join('\n')}
  }
}${count === 0 ? '' : `
fragment Framework on Coverage {
  of { key title }
  method
  ${counts}
  bySystem { system { key title } ${counts} }
}`}`;
}
