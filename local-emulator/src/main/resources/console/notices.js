// SPDX-License-Identifier: Apache-2.0
// Results of commands: a success disappears by itself, an error stays until it is dismissed.

import { byId, element } from './dom.js';

const SHOWN_MILLIS = 6000;

export function tell(text) {
  const notice = element('p', { class: 'notice' }, text);
  byId('notices').replaceChildren(notice);
  setTimeout(() => notice.remove(), SHOWN_MILLIS);
}

export function warn(text) {
  const dismiss = element('button', { type: 'button', class: 'quiet-button' }, 'Dismiss');
  const notice = element('div', { class: 'notice bad' }, element('p', {}, text), dismiss);
  dismiss.addEventListener('click', () => notice.remove());
  byId('alerts').replaceChildren(notice);
}

/** Runs a command with its button inactive, and shows the result. */
export async function attempt(button, command, success) {
  if (button.getAttribute('aria-busy') === 'true') {
    return;
  }
  // Not `disabled`: that would drop the keyboard's focus.
  button.setAttribute('aria-busy', 'true');
  try {
    await command();
    byId('alerts').replaceChildren();
    tell(success);
  } catch (problem) {
    warn(problem.message);
  } finally {
    button.removeAttribute('aria-busy');
  }
}
