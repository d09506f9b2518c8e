// SPDX-License-Identifier: Apache-2.0
// Buttons that choose which state a list shows.

import { element, setAttribute, setText } from '../dom.js';
import { count } from '../format.js';

/**
 * @param states pairs of a state and its words, the one that is shown first at the beginning
 * @param changed called after a choice
 */
export function segments(label, states, changed) {
  let shown = null;
  const buttons = states.map(([state]) => {
    const button = element('button', { type: 'button', 'aria-pressed': 'false' });
    button.addEventListener('click', () => {
      shown = state;
      changed();
    });
    return button;
  });
  return {
    node: element('div', { class: 'segments', role: 'group', 'aria-label': label }, ...buttons),
    /** The items of the chosen state; before a choice, of the first state that has some. */
    choose(items) {
      const of = (state) => items.filter((item) => item.state === state);
      const chosen = shown ?? states.find(([state]) => of(state).length > 0)?.[0] ?? states[0][0];
      states.forEach(([state, words], index) => {
        setText(buttons[index], `${words} (${count(of(state).length)})`);
        setAttribute(buttons[index], 'aria-pressed', String(state === chosen));
      });
      return of(chosen);
    },
  };
}
