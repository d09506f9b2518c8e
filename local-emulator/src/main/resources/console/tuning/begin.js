// SPDX-License-Identifier: Apache-2.0
// The form that begins a proposal: for all alerts or one, from so many days.

import { send } from '../api.js';
import { element, reconcile, setText } from '../dom.js';
import { attempt } from '../notices.js';
import { addressOf, go } from '../shell/router.js';

const DAYS = [['7', '7 days'], ['14', '14 days'], ['28', '28 days'], ['42', '42 days']];

export function beginForm(changed) {
  const alert = element('select', { id: 'tuning-alert' });
  const days = element('select', { id: 'tuning-days' }, ...DAYS.map(([value, words]) => element('option', { value }, words)));
  days.value = '28';
  const begin = element('button', { type: 'submit', class: 'primary' }, 'Propose thresholds');
  const node = element('form', { class: 'acknowledge' },
    element('div', { class: 'field' }, element('label', { for: 'tuning-alert' }, 'Alerts'), alert),
    element('div', { class: 'field' }, element('label', { for: 'tuning-days' }, 'From the last'), days), begin);
  node.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(begin, async () => {
      const { id } = await send('POST', 'functions/tune/proposals', { alerts: alert.value === '' ? 'all' : [alert.value], days: Number(days.value) });
      go(addressOf('tuning', [id]));
    }, 'The proposal has begun.').then(changed);
  });
  offer([]);

  function offer(alerts) {
    reconcile(alert, [{ name: '', title: 'All alerts' }, ...alerts.filter(isTunable)], (item) => item.name, (item) => element('option', { value: item.name }),
      (option, item) => setText(option, item.name === '' ? item.title : `${item.title} (${item.name})`));
  }

  return { node, offer };
}

/** Thresholds of 0 and burn rates of objectives are not tuned; an alert of the catalog has a runbook of its own name. */
const isTunable = ({ name, runbook, conditions }) => String(runbook).endsWith(`/${name}.md`)
  && conditions.some((condition) => condition.kind !== 'absent' && condition.threshold !== 0);
