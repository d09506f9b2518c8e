// SPDX-License-Identifier: Apache-2.0
// Asks whether a report was useful. The answer names the kind of the report, and no person.

import { send } from '../api.js';
import { element } from '../dom.js';
import { attempt } from '../notices.js';
import { FEEDBACK } from './feed.js';

const SCORES = Array.from({ length: 11 }, (unused, score) => String(score));

export function feedbackForm() {
  let kind = null;
  const score = element('select', { id: 'reports-score' }, element('option', { value: '' }, 'no answer'),
    ...SCORES.map((value) => element('option', { value }, value)));
  const yes = element('button', { type: 'button' }, 'Yes');
  const no = element('button', { type: 'button' }, 'No');
  const node = element('form', { class: 'acknowledge', 'aria-label': 'Feedback' },
    element('p', {}, 'Was this report useful?'), yes, no,
    element('div', { class: 'field' }, element('label', { for: 'reports-score' }, 'Would you recommend it, 0 to 10'), score));
  const answer = (button, useful) => button.addEventListener('click', () => attempt(button, async () => {
    await send('POST', FEEDBACK, { segment: `${kind}-console`, useful, ...(score.value === '' ? {} : { score: Number(score.value) }) });
    score.value = '';
  }, 'Thank you. The answer names nobody.'));
  answer(yes, true);
  answer(no, false);
  node.addEventListener('submit', (event) => event.preventDefault());

  return {
    node,
    show(report) {
      kind = report?.kind ?? null;
      node.hidden = report?.state !== 'READY';
    },
  };
}
