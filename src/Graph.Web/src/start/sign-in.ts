import { keepToken, token } from '../shared/token';
import { element } from './element';

/** Asks for a token; what the server said of the one that was given stands above. */
export function signInForm(said: string, signedIn: () => void): HTMLElement {
  const wasGiven = token() !== null;
  keepToken(null);
  const input = element('input', { type: 'password', id: 'token', required: '', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'token-help' });
  const form = element('form', { class: 'sign-in' },
    element('label', { for: 'token' }, 'Token'), input, element('button', { type: 'submit' }, 'Sign in'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    keepToken(input.value.trim());
    if (new URLSearchParams(location.search).get('then') === 'graphiql') {
      location.assign('/graphql');
    } else {
      signedIn();
    }
  });
  return element('section', { class: wasGiven ? 'notice error' : 'notice', role: wasGiven ? 'alert' : undefined, 'aria-labelledby': 'sign-in' },
    element('h1', { id: 'sign-in' }, 'Sign in'),
    element('p', {}, wasGiven ? `The token was refused: ${said}.` : 'This server answers only callers that it knows.'),
    form,
    element('p', { id: 'token-help', class: 'help' },
      'An API token (', element('code', {}, 'graph token create'), ' on the server shows one), or an access token of the identity provider. ',
      'It stays in this browser tab and goes when the tab is closed.'));
}

/** Forgets the token; nothing where there is none. */
export function signOutButton(signedOut: () => void): HTMLElement[] {
  if (!token()) {
    return [];
  }

  const button = element('button', { type: 'button' }, 'Sign out');
  button.addEventListener('click', () => {
    keepToken(null);
    signedOut();
  });
  return [button];
}
