// SPDX-License-Identifier: Apache-2.0
// The form that orders a report: a kind and a window of whole days in UTC.

import { send } from '../api.js';
import { element } from '../dom.js';
import { attempt } from '../notices.js';
import { cloudNow } from '../shell/clock.js';
import { addressOf, go } from '../shell/router.js';
import { REPORTS } from './feed.js';
import { kindWords } from './words.js';

const ORDERED = ['weekly', 'savings', 'cost', 'feedback', 'migration'];
const DAY_MILLIS = 86_400_000;
const dayOf = (time) => new Date(time).toISOString().slice(0, 10);

export function orderForm(changed) {
  const kind = element('select', { id: 'reports-kind' }, ...ORDERED.map((value) => element('option', { value }, kindWords(value))));
  const from = element('input', { id: 'reports-from', type: 'date', required: true });
  const until = element('input', { id: 'reports-until', type: 'date', required: true });
  const begin = element('button', { type: 'submit', class: 'primary' }, 'Make the report');
  const node = element('form', { class: 'acknowledge' }, field('Kind', kind), field('From', from), field('Until, exclusive', until), begin);
  node.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(begin, async () => {
      const { id } = await send('POST', REPORTS, { kind: kind.value, from: `${from.value}T00:00:00Z`, until: `${until.value}T00:00:00Z` });
      go(addressOf('reports', [id]));
    }, 'The report is ordered.').then(changed);
  });

  return {
    node,
    /** Proposes the last seven days up to today, unless somebody has chosen others. */
    open() {
      if (from.value === '') {
        until.value = dayOf(cloudNow() + DAY_MILLIS);
        from.value = dayOf(cloudNow() - 6 * DAY_MILLIS);
      }
    },
  };
}

const field = (label, input) => element('div', { class: 'field' }, element('label', { for: input.id }, label), input);
