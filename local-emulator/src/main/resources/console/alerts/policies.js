// SPDX-License-Identifier: Apache-2.0
// Alert policies with their state and value, and the form that silences one with a reason and an end.

import { path, send } from '../api.js';
import { element, setAttribute, setText } from '../dom.js';
import { timeOfDay } from '../format.js';
import { attempt } from '../notices.js';
import { liveTable, named } from '../table.js';
import { segments } from './segments.js';
import { conditionWords, labelWords, levelOf, priorityLevel, stateWords, valueWords, worstFirst, worstSeries } from './words.js';

const HOUR_MILLIS = 3_600_000;

export function policiesPanel(changed) {
  let time = new Date().toISOString();
  const form = silenceForm(changed, () => Date.parse(time));
  let all = [];
  const states = segments('State of alert policies', [['firing', 'Firing'], ['silenced', 'Silenced'], ['ok', 'OK'], ['noData', 'No data']], draw);
  const table = liveTable({
    caption: 'Alert policies, the most urgent first',
    empty: 'No alert policies.',
    keyOf: (alert) => alert.name,
    columns: [
      {
        label: 'Alert', create: (alert) => element('div', { class: 'named' }, element('span', { class: 'name' }), element('span', { class: 'quiet' })),
        update: (node, alert) => named.update(node, alert.title, alert.problem ?? alert.conditions.map(conditionWords).join(alert.combiner === 'AND' ? ' and ' : ' or ')),
      },
      {
        label: 'State', create: () => element('div', {}, element('span', { class: 'state' }), element('span', { class: 'quiet block' })),
        update(node, alert) {
          setText(node.firstElementChild, stateWords(alert.state));
          setAttribute(node.firstElementChild, 'data-level', levelOf(alert.state));
          setText(node.lastElementChild, alert.silence ? `until ${timeOfDay(alert.silence.until)}: ${alert.silence.reason}` : '');
        },
      },
      {
        label: 'Priority', create: () => element('span', { class: 'state' }),
        update(node, alert) {
          setText(node, alert.priority);
          setAttribute(node, 'data-level', priorityLevel(alert.priority));
        },
      },
      { label: 'Value now', create: named.create, update: (node, alert) => named.update(node, ...valueOf(alert)) },
      {
        label: 'Silence', hideLabel: true, create: () => element('button', { type: 'button' }),
        update(node, alert) {
          setText(node, alert.silence ? 'End silence' : 'Silence');
          setAttribute(node, 'aria-label', `${node.textContent}: ${alert.title}`);
          node.onclick = () => (alert.silence ? end(node, alert) : form.open(alert));
        },
      },
    ],
  });

  function end(button, alert) {
    attempt(button, () => send('DELETE', path('api', 'silences', alert.silence.id)), `${alert.title} is no longer silenced.`).then(changed);
  }

  function draw() {
    table.show(worstFirst(states.choose(all)));
  }

  return {
    node: element('div', {}, states.node, form.node, ...table.nodes),
    show(alerts, now) {
      time = now;
      all = alerts;
      draw();
    },
  };
}

/** The worst value of the first condition that has one, and its series. */
function valueOf(alert) {
  for (const condition of alert.conditions.filter((each) => each.kind !== 'absent')) {
    const series = worstSeries(condition);
    if (series !== null) {
      return [valueWords(series.value, condition.unit), labelWords(series.labels)];
    }
  }
  return ['none', ''];
}

function silenceForm(changed, now) {
  let chosen = null;
  const heading = element('h3', { class: 'plain', tabindex: '-1' });
  const reason = element('input', { type: 'text', id: 'silence-reason', maxlength: '500', autocomplete: 'off', required: true });
  const hours = element('select', { id: 'silence-hours' }, ...[['1', 'for an hour'], ['8', 'for 8 hours'], ['24', 'for a day'], ['168', 'for a week']]
    .map(([value, words]) => element('option', { value }, words)));
  const silence = element('button', { type: 'submit' }, 'Silence');
  const cancel = element('button', { type: 'button' }, 'Cancel');
  const fields = element('form', { class: 'acknowledge' },
    element('div', { class: 'field' }, element('label', { for: 'silence-reason' }, 'Reason for the silence'), reason),
    element('div', { class: 'field' }, element('label', { for: 'silence-hours' }, 'How long'), hours), silence, cancel);
  const node = element('section', { class: 'finding', hidden: true, 'aria-label': 'Silence' }, heading, fields);
  cancel.addEventListener('click', () => { node.hidden = true; });
  fields.addEventListener('submit', (event) => {
    event.preventDefault();
    const until = new Date(now() + Number(hours.value) * HOUR_MILLIS).toISOString();
    attempt(silence, () => send('POST', 'api/silences', { alert: chosen.name, reason: reason.value, until }), `${chosen.title} is silenced.`)
      .then(() => {
        node.hidden = true;
        changed();
      });
  });
  return {
    node,
    open(alert) {
      chosen = alert;
      setText(heading, `Silence ${alert.title}`);
      node.hidden = false;
      reason.focus();
    },
  };
}
