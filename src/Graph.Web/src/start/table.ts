import { linkTo } from '../shared/link';
import { element } from './element';
import type { Counts, FrameworkCoverage, Loaded } from './loaded';

const gaps = `# What a system still lacks of a framework, and what closes each gap. Leave $on null for today.
query Gaps($system: String!, $framework: String!, $on: Date) {
  view(at: {on: $on}) {
    on
    revision
    coverage(of: $framework, systems: [$system]) {
      bySystem { system { key } owed met ratio states { state count } }
    }
    gaps(system: $system, of: $framework, first: 100) {
      totalCount
      nodes {
        requirement { key title }
        inherited
        verdict
        state
        defects { code node { key } closes }
      }
    }
  }
}`;

const coverage = `# How much of a framework is met, part by part. Leave $on null for today.
query Coverage($framework: String!, $on: Date) {
  view(at: {on: $on}) {
    on
    revision
    coverage(of: $framework) {
      of { key title }
      ...Counts
      states { state count }
      notOwed { verdict count }
      children { of { key title } ...Counts }
    }
  }
}

fragment Counts on Coverage {
  owed
  met
  metWithCredit
  ratio
  worst
}`;

const all = 'Organisation, all systems';

/** The table of coverage: a column for each framework, a row for all together and one for each system. */
export function coverageTable(loaded: Loaded, on: string | null): HTMLElement {
  const { coverages } = loaded.view;
  const systems = coverages[0]?.bySystem.map((row) => row.system) ?? [];
  const table = element('table', {},
    element('caption', {}, `Requirements met of those owed, judged on ${day(loaded.view.on)}, revision ${loaded.server.revision}, method ${coverages[0]?.method ?? ''}. `,
      'Each figure opens its gaps.'),
    element('thead', {}, element('tr', {},
      element('th', { scope: 'col' }, 'AI system'),
      ...coverages.map((of) => element('th', { scope: 'col', title: of.of.title }, shortTitle(of.of.title))))),
    element('tbody', {},
      element('tr', { class: 'all' },
        element('th', { scope: 'row' }, all),
        ...coverages.map((of) => cell(of, all, of, linkTo(coverage, { framework: of.of.key, on })))),
      ...systems.map((system) => element('tr', { 'data-system': system.key },
        element('th', { scope: 'row', title: `${system.title} (${system.key})` }, element('span', { class: 'name' }, system.title), element('span', { class: 'key' }, system.key)),
        ...coverages.map((of) => cell(of, system.title, of.bySystem.find((row) => row.system.key === system.key), linkTo(gaps, { system: system.key, framework: of.of.key, on })))))));
  return element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Coverage by system and framework' }, table);
}

function cell(of: FrameworkCoverage, row: string, counts: Counts | undefined, href: string): HTMLElement {
  const where = { 'data-framework': of.of.key };
  if (!counts) {
    return element('td', where, '–');
  }

  const open = counts.undetermined > 0 ? element('span', { class: 'open' }, `${counts.undetermined} undetermined`) : null;
  if (counts.owed === 0 || counts.ratio === null) {
    return element('td', where, element('a', { href, 'aria-label': `${row}, ${shortTitle(of.of.title)}: nothing owed` }, element('span', { class: 'none' }, 'nothing owed'), open));
  }

  const percent = Math.floor(counts.ratio * 100);
  const worst = counts.states.find((s) => s.state === counts.worst);
  const lacks = worst && worst.state !== 'COVERED' ? `${worst.count} ${words(worst.state)}` : 'all covered';
  const bar = element('span', { class: 'bar-of', 'aria-hidden': 'true' }, element('span', { class: 'bar-met' }));
  bar.style.setProperty('--width', `${percent}%`);
  return element('td', where,
    element('a', { href, 'aria-label': `${row}, ${shortTitle(of.of.title)}: ${counts.met} met of ${counts.owed} owed, ${percent} percent, ${lacks}` },
      element('span', { class: 'figures' },
        element('span', { class: 'met' }, `${counts.met} / ${counts.owed}`),
        element('span', { class: 'ratio' }, `${percent} %`)),
      bar,
      element('span', { class: `state ${counts.worst === 'COVERED' ? 'good' : counts.worst === 'PARTIAL' ? 'fair' : 'poor'}` }, lacks),
      open));
}

/** What comes before the year, the number or the remark of a title. */
export const shortTitle = (title: string): string => title.split(/[:(,]/)[0]!.trim();

/** A day as people write it. */
export const day = (iso: string): string =>
  new Date(`${iso}T00:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

const words = (state: string): string => state.toLowerCase().replaceAll('_', ' ');
