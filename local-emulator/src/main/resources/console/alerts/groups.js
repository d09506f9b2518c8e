// SPDX-License-Identifier: Apache-2.0
// Incidents that belong together, as the function tune sees them: the first symptom, the likely cause, and people's verdicts.

import { path, send } from '../api.js';
import { element, reconcile, setAttribute, setText } from '../dom.js';
import { relative, seconds } from '../format.js';
import { attempt } from '../notices.js';

const LEVELS = { CRITICAL: 'bad', ERROR: 'wait' };
const CAUSES = { deploy: 'The deploy of', migration: 'The migration', schedule: 'The schedule' };

export function groupsPanel(changed) {
  let now = new Date().toISOString();
  const list = element('ul', { class: 'groups', 'aria-label': 'Incidents that belong together, the newest first' });
  const nothing = element('p', { class: 'empty' }, 'No incidents yet.');

  return {
    nodes: [list, nothing],
    show(incidents, time) {
      now = time;
      const groups = groupsOf(incidents);
      nothing.hidden = groups.length > 0;
      reconcile(list, groups, (group) => group.key, createGroup, updateGroup);
    },
  };

  function createGroup({ first, verdict }) {
    const id = `verdict-${first.id}`;
    const reason = element('input', { type: 'text', maxlength: '500', autocomplete: 'off', id });
    const form = element('form', { class: 'acknowledge' }, element('div', { class: 'field' }, element('label', { for: id }, 'Reason, if you like'), reason),
      ...[['It was real', true], ['False alarm', false]].map(([words, real]) => {
        const button = element('button', { type: 'button', 'data-real': String(real) }, words);
        button.addEventListener('click', () => judge(button, real));
        return button;
      }));
    const details = element('details', { open: !verdict }, element('summary', {}), form);
    form.addEventListener('submit', (event) => event.preventDefault());

    function judge(button, real) {
      const why = reason.value.trim();
      attempt(button, async () => {
        await send('POST', path('functions', 'tune', 'incidents', first.id, 'verdict'), why === '' ? { real } : { real, reason: why });
        reason.value = '';
        details.open = false;
      }, real ? 'The incident counts as real.' : 'The incident counts as a false alarm.').then(changed);
    }

    return element('li', { class: 'group' }, element('div', { class: 'panel-head' }, element('h3', { class: 'plain' }), element('span', { class: 'quiet' })),
      element('p', { class: 'cause' }), element('ul', { class: 'symptoms', 'aria-label': 'Symptoms, the first at the top' }), element('p', { class: 'quiet' }), details);
  }

  function updateGroup(node, { incidents, first, cause, verdict, open }) {
    const [head, reason, symptoms, explanation, details] = node.children;
    setText(head.firstElementChild, first.title);
    setText(head.lastElementChild, [open ? 'open' : 'closed', `began ${relative(first.openedAt, now)}`].join(' · '));
    setText(reason, causeWords(cause));
    reconcile(symptoms, incidents, (incident) => incident.id,
      () => element('li', {}, element('span', { class: 'state' }), ' ', element('span', {}), ' ', element('span', { class: 'quiet' })), updateSymptom);
    setText(explanation, incidents.length > 1 ? first.explanation : '');
    explanation.hidden = explanation.textContent === '';
    setText(details.firstElementChild, verdictWords(verdict, now));
    setAttribute(details, 'data-real', verdict ? String(verdict.real) : null);
    for (const button of details.querySelectorAll('button')) {
      setAttribute(button, 'aria-pressed', verdict ? String(String(verdict.real) === button.dataset.real) : null);
      setAttribute(button, 'aria-label', `${button.textContent}: ${first.title}`);
    }
  }

  function updateSymptom(node, incident) {
    const [severity, title, told] = node.children;
    setText(severity, String(incident.severity ?? '').toLowerCase());
    setAttribute(severity, 'data-level', LEVELS[incident.severity]);
    setText(title, incident.title);
    setText(told, [`${incident.alert} · ${incident.condition}`, incident.firstSymptom ? 'first symptom' : '', `opened ${relative(incident.openedAt, now)}`,
      incident.closedAt ? `lasted ${seconds((Date.parse(incident.closedAt) - Date.parse(incident.openedAt)) / 1000)}` : 'open'].filter(Boolean).join(' · '));
  }
}

/** `[{key, incidents, first, cause, verdict, open}]`, the newest first; the incidents of a group by time. */
function groupsOf(incidents) {
  const groups = new Map();
  for (const incident of incidents) {
    const key = incident.group ?? incident.id;
    groups.set(key, [...(groups.get(key) ?? []), incident]);
  }
  return [...groups].map(([key, members]) => {
    const inOrder = members.sort((one, other) => Number(other.firstSymptom) - Number(one.firstSymptom) || one.openedAt.localeCompare(other.openedAt));
    const some = (name) => inOrder.find((each) => each[name])?.[name];
    return { key, incidents: inOrder, first: inOrder[0], cause: some('cause'), verdict: some('verdict'), open: inOrder.some((each) => each.state === 'OPEN') };
  }).sort((one, other) => other.first.openedAt.localeCompare(one.first.openedAt));
}

const causeWords = (cause) => (cause ? `${CAUSES[cause.kind] ?? cause.kind} ${[cause.component, cause.subject].filter(Boolean).join(', ')}, ${seconds(cause.secondsBefore)} before, may be the cause.`
  : 'No deploy, migration or schedule was near.');

const verdictWords = (verdict, now) => (!verdict ? 'Was it real?'
  : `${verdict.real ? 'It was real' : 'False alarm'}, ${verdict.by ? `${verdict.by} said` : 'said'} ${relative(verdict.at, now)}${verdict.reason ? `: “${verdict.reason}”` : ''}`);
