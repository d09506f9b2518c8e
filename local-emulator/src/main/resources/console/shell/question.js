// SPDX-License-Identifier: Apache-2.0
// A question before a command that loses something.

import { byId, setText } from '../dom.js';

let answer = () => {};

export function openQuestion() {
  const dialog = byId('question-dialog');
  byId('question-form').addEventListener('submit', (event) => {
    event.preventDefault();
    answer(true);
    dialog.close();
  });
  dialog.addEventListener('close', () => {
    // The event comes later; the next question may be open by then.
    if (!dialog.open) {
      answer(false);
    }
  });
}

/** Resolves to true if the user confirms. */
export function ask({ title, text, verb }) {
  answer(false);
  setText(byId('question-title'), title);
  setText(byId('question-text'), text);
  setText(byId('question-yes'), verb);
  byId('question-dialog').showModal();
  return new Promise((resolve) => {
    answer = resolve;
  });
}
