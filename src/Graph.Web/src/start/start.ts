import { questions } from '../shared/questions';
import { chosenTheme, keepTheme, showTheme, type Theme } from '../shared/theme';
import { UnknownCaller } from './ask';
import { element } from './element';
import { load, type Loaded } from './loaded';
import { signInForm, signOutButton } from './sign-in';
import { coverageTable, day } from './table';

showTheme(chosenTheme());
const main = document.getElementById('main')!;
document.getElementById('theme')!.replaceChildren(...themes());
void show(new URLSearchParams(location.search).get('on'));

async function show(on: string | null): Promise<void> {
  main.setAttribute('aria-busy', 'true');
  try {
    const loaded = await load(on);
    main.replaceChildren(element('h1', { class: 'spoken' }, 'What is loaded'), tiles(loaded), ...body(loaded, on), documentation());
    showSession();
  } catch (cause) {
    if (cause instanceof UnknownCaller) {
      main.replaceChildren(signInForm(cause.message, () => void show(on)), documentation());
      main.setAttribute('aria-busy', 'false');
      showSession();
      return;
    }

    const again = element('button', { type: 'button' }, 'Ask again');
    again.addEventListener('click', () => void show(on));
    main.replaceChildren(
      element('div', { class: 'notice error', role: 'alert' },
        element('h1', {}, 'There is no answer'),
        element('p', {}, cause instanceof Error ? cause.message : String(cause)),
        again, on ? element('p', {}, element('a', { href: '/' }, 'Back to today')) : null),
      documentation());
  }

  main.setAttribute('aria-busy', 'false');
}

function showSession(): void {
  document.getElementById('session')!.replaceChildren(...signOutButton(() => void show(new URLSearchParams(location.search).get('on'))));
}

function tiles({ server, view }: Loaded): HTMLElement {
  const judged = view.coverages[0]?.bySystem.length;
  return element('dl', { class: 'tiles' },
    tile('AI systems', number(view.aiSystems.totalCount), judged === undefined ? '' : `${number(judged)} in scope on this day`),
    tile('Frameworks', number(view.frameworks.totalCount), 'laws, standards, guidance'),
    tile('Graph', number(view.statistics.documentCount), `documents, ${number(view.statistics.edgeCount)} links`),
    tile('Revision', number(server.revision), server.revision === 0 ? 'nothing written yet' : `hash ${server.hash.slice(0, 12)}…`, server.hash),
    tile('Store', server.store, server.at ? `last change ${server.at.slice(0, 10)}` : 'no change yet'),
    tile('Today', server.today, `calendar days in ${server.zone}`));
}

function tile(name: string, value: string, remark: string, title?: string): HTMLElement {
  return element('div', { class: 'tile' }, element('dt', {}, name), element('dd', { class: 'value' }, value), element('dd', { class: 'remark', title }, remark));
}

function body(loaded: Loaded, on: string | null): HTMLElement[] {
  if (loaded.view.frameworks.totalCount === 0 && loaded.view.aiSystems.totalCount === 0) {
    return [element('div', { class: 'notice' },
      element('h2', {}, loaded.server.revision === 0 ? 'The store is empty' : 'Nothing was there on this day'),
      element('p', {}, loaded.server.revision === 0
        ? 'Start the server on an empty store without “--seed none” to get the seed, or stop it and import files of your own:'
        : 'No framework and no system was known then.'),
      loaded.server.revision === 0
        ? element('pre', {}, 'dotnet run --project src/Graph.Server -- import my-framework.yaml')
        : element('p', {}, element('a', { href: '/' }, 'Back to today')))];
  }

  const sections = [coverageSection(loaded, on)];
  sections.push(element('section', { class: 'questions', 'aria-labelledby': 'questions' },
    element('h2', { id: 'questions' }, 'First questions'),
    element('ol', {}, ...questions.map((q) => element('li', {}, element('a', { href: `/graphql?tab=${q.number}` }, q.title))))));
  return sections;
}

function coverageSection(loaded: Loaded, on: string | null): HTMLElement {
  const shown = loaded.view.coverages.length;
  return element('section', { class: 'coverage', 'aria-labelledby': 'coverage' },
    element('div', { class: 'heading' },
      element('h2', { id: 'coverage' }, 'Coverage'),
      dayForm(loaded)),
    loaded.view.coverages.some((of) => of.bySystem.length > 0)
      ? coverageTable(loaded, on)
      : element('p', { class: 'notice' }, shown === 0
        ? `No framework was known on ${day(loaded.view.on)}.`
        : `No AI system is in scope on ${day(loaded.view.on)}.`),
    shown < loaded.view.frameworks.totalCount ? element('p', {}, `The first ${shown} of ${loaded.view.frameworks.totalCount} frameworks are shown.`) : null);
}

function dayForm({ server, view }: Loaded): HTMLElement {
  const input = element('input', { type: 'date', id: 'on', value: view.on, required: '' });
  const form = element('form', { class: 'day' },
    element('label', { for: 'on' }, 'Judged on'), input,
    element('button', { type: 'submit' }, 'Judge'),
    view.on === server.today ? null : element('a', { href: '/' }, 'Today'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const on = input.value === server.today ? null : input.value;
    history.pushState(null, '', on ? `/?on=${on}` : '/');
    void show(on);
  });
  return form;
}

addEventListener('popstate', () => void show(new URLSearchParams(location.search).get('on')));

function documentation(): HTMLElement {
  return element('section', { id: 'documentation', 'aria-labelledby': 'documentation-title' },
    element('h2', { id: 'documentation-title' }, 'Documentation'),
    element('ul', {},
      element('li', {}, element('a', { href: '/graphql' }, 'GraphiQL'), ': every type, field and argument is described; open the book at its left'),
      element('li', {}, element('a', { href: '/schema.graphql' }, 'schema.graphql'), ': the same as one file, for code generators'),
      element('li', {}, element('code', {}, 'README.md'), ': the model, the words, three questions with their answers'),
      element('li', {}, element('code', {}, 'schema/README.md'), ': what clients can rely on. ', element('code', {}, 'seed/README.md'), ': the demo and the form of files')));
}

function themes(): HTMLElement[] {
  const choices: [string, Theme][] = [['System', null], ['Light', 'light'], ['Dark', 'dark']];
  const buttons = choices.map(([name, theme]) => {
    const button = element('button', { type: 'button' }, name);
    button.addEventListener('click', () => {
      keepTheme(theme);
      showTheme(theme);
      press();
    });
    return button;
  });
  const press = () => choices.forEach(([, theme], i) => buttons[i]!.setAttribute('aria-pressed', String(theme === chosenTheme())));
  press();
  return buttons;
}

function number(value: number): string {
  return value.toLocaleString('en-GB');
}
