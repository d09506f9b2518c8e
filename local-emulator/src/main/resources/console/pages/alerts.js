// SPDX-License-Identifier: Apache-2.0
// Alerts: incidents with their runbook, those that belong together with their cause, alert policies, objectives with their budgets, and a clock that can be moved on.

import { send } from '../api.js';
import { alertsFeed } from '../alerts/feed.js';
import { groupsPanel } from '../alerts/groups.js';
import { incidentsPanel } from '../alerts/incident.js';
import { policiesPanel } from '../alerts/policies.js';
import { byId, element, setAttribute, setText } from '../dom.js';
import { seconds, timeOfDay } from '../format.js';
import { attempt } from '../notices.js';
import { liveTable, named } from '../table.js';

let tunes = false;
const feed = alertsFeed(() => tunes, showSeen);
const incidents = incidentsPanel();
const groups = groupsPanel(() => feed.look());
const policies = policiesPanel(() => feed.look());
const clock = element('p', { class: 'quiet' });
const problems = new Map();
const share = (value) => (value === null || value === undefined ? '–' : `${(100 * value).toFixed(value >= 0.9 && value < 1 ? 3 : value < -1 ? 0 : 1)} %`);

const slos = liveTable({
  caption: 'Objectives and their error budgets',
  empty: 'No objectives.',
  keyOf: (slo) => slo.name,
  columns: [
    { label: 'Objective', create: named.create, update: (node, slo) => named.update(node, slo.name, slo.description) },
    { label: 'Goal', number: true, text: (slo) => share(slo.goal) },
    { label: 'Now', number: true, text: (slo) => share(slo.compliance), alarm: (slo) => slo.compliance !== null && slo.compliance < slo.goal },
    { label: 'Budget left', number: true, text: (slo) => share(slo.budgetLeft), alarm: (slo) => slo.budgetLeft !== null && slo.budgetLeft <= 0 },
    {
      label: 'Burn rates', create: () => element('ul', { class: 'burns' }),
      update(node, slo) {
        node.replaceChildren(...(slo.burnRates ?? []).map((burn) => element('li', {},
          element('span', { class: 'state', 'data-level': burn.burning ? 'bad' : null }, burn.tier), ` ${rate(burn.longWindow)} in ${seconds(burn.longWindow.seconds)}, `
          + `${rate(burn.shortWindow)} in ${seconds(burn.shortWindow.seconds)}; alerts above ${burn.factor}`)));
      },
    },
  ],
});
const rate = (window) => (window.burnRate === null ? '–' : `× ${window.burnRate.toFixed(window.burnRate < 10 ? 1 : 0)}`);

export function open() {
  byId('page-alerts').append(
    panel('incidents', 'Incidents', [incidents.node], [['1 hour', 3600], ['6 hours', 21_600], ['1 day', 86_400]].map(advanceButton)),
    panel('judged', 'Causes and verdicts', groups.nodes),
    panel('slos', 'Objectives', slos.nodes),
    panel('alerts', 'Alert policies', [policies.node]));
  byId('page-alerts').querySelector('.panel-head').after(clock);
}

function panel(id, title, children, tools = []) {
  const problem = element('p', { class: 'problem', role: 'status' });
  problems.set(id, problem);
  return element('section', { class: 'panel span-12', 'aria-labelledby': `alerts-${id}` },
    element('div', { class: 'panel-head' }, element('h2', { id: `alerts-${id}` }, title), element('div', { class: 'buttons' }, ...tools)), problem, ...children);
}

/** Moves the clock of the metrics on, so that an alert of hours is seen at once. */
function advanceButton([words, length]) {
  const button = element('button', { type: 'button', title: 'Every series goes on as in its last minutes' }, `Advance ${words}`);
  button.addEventListener('click', () => attempt(button, () => send('POST', 'api/clock/advance', { seconds: length }), `The clock is ${words} ahead.`).then(feed.look));
  return button;
}

export function enter({ parts }, status) {
  tunes = (status.functions ?? []).some((item) => item.name === 'tune');
  feed.start();
  incidents.choose(parts[0] ?? null);
}

export function leave() {
  feed.stop();
}

function showSeen(seen) {
  for (const [id, node] of problems) {
    setText(node, seen.problems[id] ?? '');
  }
  const time = seen.alerts?.time ?? new Date().toISOString();
  setText(clock, `Evaluated once a minute; the clock of the metrics shows ${timeOfDay(time)}.`);
  setAttribute(clock, 'title', time);
  incidents.show(seen.incidents?.items ?? [], time);
  policies.show(seen.alerts?.items ?? [], time);
  groups.show(seen.judged?.items ?? [], time);
  // A cloud without the function is shown as one that needs no verdicts.
  problems.get('judged').parentElement.hidden = !seen.judged && !seen.problems.judged;
  slos.show(seen.slos?.items ?? []);
}
