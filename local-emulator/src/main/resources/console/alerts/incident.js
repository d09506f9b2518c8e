// SPDX-License-Identifier: Apache-2.0
// Incidents: a table, and one incident with its value against the threshold, its timeline, and the runbook beside it.

import { poll } from '../api.js';
import { chart } from '../charts/chart.js';
import { withGaps } from '../charts/points.js';
import { unitOf } from '../charts/units.js';
import { element, reconcile, setAttribute, setText } from '../dom.js';
import { relative, seconds, timeOfDay } from '../format.js';
import { addressOf } from '../shell/router.js';
import { liveTable, named } from '../table.js';
import { showMarkdown } from './markdown.js';
import { segments } from './segments.js';
import { labelWords, priorityLevel, valueWords } from './words.js';

const MINUTE = 60_000;

export function incidentsPanel() {
  let all = [];
  let now = new Date().toISOString();
  const states = segments('State of incidents', [['open', 'Open'], ['closed', 'Closed']], draw);
  const table = liveTable({
    caption: 'Incidents, the newest first',
    empty: 'No incidents in this state.',
    keyOf: (incident) => incident.id,
    columns: [
      {
        label: 'Incident',
        create: (incident) => element('div', { class: 'named' },
          element('a', { class: 'name', href: addressOf('alerts', [incident.id]) }), element('span', { class: 'quiet' })),
        update: (node, incident) => named.update(node, incident.title, [incident.condition, labelWords(incident.labels)].filter(Boolean).join(' · ')),
      },
      {
        label: 'Priority', create: () => element('span', { class: 'state' }),
        update(node, incident) {
          setText(node, incident.priority);
          setAttribute(node, 'data-level', priorityLevel(incident.priority));
        },
      },
      { label: 'Value', number: true, text: (incident) => valueWords(incident.value, incident.unit) },
      { label: 'Threshold', number: true, text: (incident) => valueWords(incident.threshold, incident.unit) },
      { label: 'Opened', text: (incident) => relative(incident.opened, now) },
      { label: 'Lasted', text: (incident) => seconds((Date.parse(incident.closed ?? now) - Date.parse(incident.opened)) / 1000) },
    ],
  });
  const detail = incidentDetail();
  const node = element('div', {}, states.node, detail.node, ...table.nodes);

  function draw() {
    table.show(states.choose(all));
  }

  draw();
  return {
    node,
    show(incidents, time) {
      now = time;
      all = incidents;
      draw();
      detail.update();
    },
    choose: detail.choose,
  };
}

/** One incident, whose id is in the address. */
function incidentDetail() {
  let chosen = null;
  let runbookOf = null;
  const heading = element('h3', { class: 'plain', tabindex: '-1' });
  const facts = element('p', { class: 'quiet' });
  const problem = element('p', { class: 'problem', role: 'status' });
  const values = chart({ title: 'Value and threshold' });
  const timeline = element('ol', { class: 'history', 'aria-label': 'Timeline' });
  const runbook = element('article', { class: 'runbook', 'aria-label': 'Runbook' });
  const node = element('section', { class: 'finding incident', hidden: true, 'aria-label': 'Incident' },
    element('div', { class: 'panel-head' }, heading, element('a', { href: addressOf('alerts') }, 'Close')), facts, problem,
    element('div', { class: 'beside' }, element('div', {}, values.node, timeline), runbook));

  async function read() {
    try {
      const answer = await poll(`api/incidents/${encodeURIComponent(chosen)}`);
      if (answer.incident.id === chosen) {
        draw(answer);
      }
    } catch (refused) {
      setText(problem, refused.message);
    }
  }

  function draw({ incident, timeline: events, points, runbookText }) {
    setText(problem, '');
    setText(heading, incident.title);
    setText(facts, [incident.priority, incident.state, incident.condition, labelWords(incident.labels), `opened ${timeOfDay(incident.opened)}`,
      incident.closed ? `closed ${timeOfDay(incident.closed)}` : ''].filter(Boolean).join(' · '));
    const unit = unitOf(incident.unit);
    const shown = withGaps(points.map(([at, value]) => [Date.parse(at), value]), 5 * MINUTE);
    const last = shown.length > 0 ? shown.at(-1)[0] : Date.parse(incident.opened);
    values.show({
      start: shown[0]?.[0] ?? Date.parse(incident.opened) - MINUTE, end: Math.max(last, Date.parse(incident.closed ?? incident.opened)) + MINUTE, unit,
      series: [{ name: incident.condition, points: shown }],
      target: incident.threshold === null ? null : { value: incident.threshold, name: `threshold ${unit.format(incident.threshold)}` },
      nothing: 'This condition has no value to draw.',
    });
    reconcile(timeline, events, (event, index) => `${event.at} ${index} ${event.text}`, () => element('li', {}),
      (item, event) => setText(item, `${timeOfDay(event.at)} · ${event.text}`));
    if (runbookOf !== incident.id) {
      runbookOf = incident.id;
      showMarkdown(runbook, runbookText);
    }
  }

  return {
    node,
    choose(id) {
      chosen = id;
      node.hidden = chosen === null;
      if (chosen !== null) {
        setText(heading, 'Incident');
        read();
        heading.focus();
      }
    },
    /** Reads the chosen incident again: its value goes on. */
    update() {
      if (chosen !== null) {
        read();
      }
    },
  };
}
