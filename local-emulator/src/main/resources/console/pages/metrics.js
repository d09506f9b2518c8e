// SPDX-License-Identifier: Apache-2.0
// Metrics: ready panels by function, or one metric with its query. The address holds the query and the time range.

import { poll } from '../api.js';
import { board } from '../charts/board.js';
import { explorer } from '../charts/explorer.js';
import { titleOf } from '../charts/metric-names.js';
import { panelsOf, usualQuery } from '../charts/panels.js';
import { reducersOf, valuesOf } from '../charts/query.js';
import { byId, element, setText } from '../dom.js';
import { addressOf, go, route } from '../shell/router.js';
import { rangeControl, rangeQuery } from '../shell/time-range.js';

const range = rangeControl();
const form = explorer((query) => go(addressOf('metrics', [], { ...query, ...rangeQuery(route().query) })));
const problem = element('p', { class: 'problem', role: 'alert' });
const note = element('p', { class: 'empty', role: 'status' }, 'Loading…');
const narrowed = element('p', { class: 'quiet', hidden: true }, element('span'), element('a', { href: addressOf('metrics') }, 'Show all'));
const charts = board('metrics', (reason) => setText(problem, reason));

let descriptors = null;
let entered = 0;

export function open() {
  byId('page-metrics').append(range.node, element('section', { class: 'panel', 'aria-labelledby': 'metrics-heading' },
    element('div', { class: 'panel-head' }, element('h2', { id: 'metrics-heading' }, 'Explore')), form.node, problem, narrowed), note, charts.node);
}

export async function enter({ query }) {
  const entry = ++entered;
  range.show(query);
  if (descriptors === null || !descriptors.some(({ type }) => type === query.get('metric'))) {
    await readDescriptors();
  }
  if (entry === entered && descriptors !== null) {
    build(query);
  }
}

export function leave() {
  entered++;
  charts.rest();
}

async function readDescriptors() {
  try {
    descriptors = (await poll('api/metrics/descriptors')).items ?? [];
    form.offer(descriptors);
    setText(problem, '');
  } catch (refused) {
    descriptors = null;
    form.node.hidden = refused.status === 404;
    setText(note, refused.status === 404 ? 'This local cloud has no Cloud Monitoring, so there are no metrics to draw.' : '');
    setText(problem, refused.status === 404 ? '' : refused.message);
    note.hidden = note.textContent === '';
  }
}

/** The query of the address, its gaps filled with what is usual for the metric; null without a metric. */
function queryOf(query, found) {
  const metric = query.get('metric');
  if (metric === null) {
    return null;
  }
  const usual = usualQuery(found ?? { type: metric, metricKind: 'GAUGE', valueType: 'DOUBLE', labels: [] });
  const aligner = query.get('aligner') ?? usual.aligner;
  const descriptor = found ?? { metricKind: 'GAUGE', valueType: 'DOUBLE' };
  const reducers = reducersOf(descriptor, aligner);
  const reducer = reducers.includes(query.get('reducer')) ? query.get('reducer') : query.has('aligner') ? reducers[0] : usual.reducer;
  const values = valuesOf(descriptor, { aligner, reducer });
  return { metric, aligner, reducer, value: values.includes(query.get('value')) ? query.get('value') : values[0],
    groupBy: query.has('aligner') || query.has('groupBy') ? query.getAll('groupBy') : usual.groupBy, filter: query.get('filter') ?? '' };
}

function build(address) {
  const found = descriptors.find(({ type }) => type === address.get('metric')) ?? null;
  const query = queryOf(address, found);
  form.node.hidden = false;
  form.show(query, found);
  setText(problem, '');
  const groups = query !== null ? [{ id: 'one', name: null, panels: [{ title: titleOf(found ?? { type: query.metric }), query }] }]
    : panelsOf(descriptors, address.get('function'));
  const only = query === null ? address.get('function') : null;
  setText(note, query === null && groups.length === 0 ? 'No metrics have been written yet.' : '');
  note.hidden = note.textContent === '';
  narrowed.hidden = only === null;
  setText(narrowed.firstElementChild, `Only the panels of ${only}. `);
  charts.show(groups);
}
