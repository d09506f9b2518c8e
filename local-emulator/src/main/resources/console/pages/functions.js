// SPDX-License-Identifier: Apache-2.0
// Functions: state, instances, memory and traffic, with ways to their metrics and log. A function that is open shows its charts.

import { path, poll, send } from '../api.js';
import { board } from '../charts/board.js';
import { panelsOf } from '../charts/panels.js';
import { byId, element, setAttribute, setText } from '../dom.js';
import { count, millis } from '../format.js';
import { attempt } from '../notices.js';
import { ask } from '../shell/question.js';
import { addressOf, route } from '../shell/router.js';
import { rangeControl, rangeQuery } from '../shell/time-range.js';
import { liveTable, named } from '../table.js';

const range = rangeControl();
const charts = board('function');
const problem = element('p', { class: 'problem', role: 'alert' });
const measured = element('div', { class: 'span-12 board', hidden: true }, range.node, problem, charts.node);
let chosen = null;
let entered = 0;

const functions = liveTable({
  caption: 'Functions with their state and traffic',
  empty: 'No functions.',
  keyOf: (item) => item.name,
  columns: [
    {
      label: 'Function',
      create: () => element('div', { class: 'named' }, element('a', { class: 'name' }), element('span', { class: 'quiet' })),
      update(node, item) {
        named.update(node, item.name, pathOf(item.url));
        setAttribute(node.firstElementChild, 'href', addressOf('functions', [item.name], rangeQuery(route().query)));
      },
    },
    {
      label: 'State',
      create: () => element('div', {}, element('span', { class: 'state' }), element('span', { class: 'quiet block' })),
      update(node, item) {
        setText(node.firstElementChild, String(item.state ?? 'unknown').toLowerCase());
        setAttribute(node.firstElementChild, 'data-state', item.state);
        setText(node.lastElementChild, item.detail);
      },
    },
    { label: 'Instances', number: true, text: (item) => count(instances(item)) },
    {
      label: 'Memory', number: true, update: updateMemory,
      create() {
        const node = named.create();
        node.append(meter());
        return node;
      },
    },
    { label: 'Requests', number: true, text: (item) => count(item.requests) },
    { label: 'Failures', number: true, text: (item) => count(item.failures), alarm: (item) => item.failures > 0 },
    {
      label: 'Limits hit', number: true, text: (item) => limits(item),
      alarm: (item) => item.timeouts + item.memoryExcesses > 0,
    },
    { label: 'p50', number: true, text: (item) => millis(item.p50Millis) },
    { label: 'p99', number: true, text: (item) => millis(item.p99Millis) },
    { label: 'Actions', hideLabel: true, create: actions },
  ],
});

export function open() {
  byId('functions').append(...functions.nodes, element('p', { class: 'quiet' },
    'p50 and p99 are those of the newest requests, without the wait for a cold start.'));
  byId('page-functions').append(measured);
}

export async function enter({ parts, query }, status) {
  const entry = ++entered;
  chosen = (status.functions ?? []).some(({ name }) => name === parts[0]) ? parts[0] : null;
  measured.hidden = chosen === null;
  charts.rest();
  if (chosen === null) {
    return;
  }
  range.show(query);
  try {
    const descriptors = (await poll('api/metrics/descriptors')).items ?? [];
    if (entry === entered) {
      setText(problem, '');
      charts.show(panelsOf(descriptors, chosen));
    }
  } catch (refused) {
    setText(problem, refused.status === 404 ? '' : refused.message);
  }
}

export function leave() {
  entered++;
  charts.rest();
}

export function show(status) {
  functions.show(status.functions ?? []);
  for (const row of byId('functions').querySelectorAll('tbody tr')) {
    setAttribute(row, 'aria-current', chosen !== null && row.querySelector('.name')?.textContent === chosen ? 'true' : null);
  }
}

/** The path at the gateway, whose address is the page's own. */
const pathOf = (url) => (url ? String(url).replace(/^\w+:\/\/[^/]+/, '') : '');

const instances = (item) => item.instances ?? (['RUNNING', 'STARTING'].includes(item.state) ? 1 : 0);

const meter = () => element('progress', { class: 'memory', 'aria-label': 'Memory in use', max: '1', value: '0' });

function updateMemory(node, item) {
  const [used, limit, bar] = node.children;
  setText(used, item.usedMiB > 0 ? `${count(item.usedMiB)} MiB` : '–');
  setText(limit, `of ${count(item.memoryMiB)} MiB`);
  setAttribute(bar, 'max', item.memoryMiB > 0 ? item.memoryMiB : 1);
  setAttribute(bar, 'value', item.usedMiB ?? 0);
}

/** Counts of limit violations of a function. */
function limits({ timeouts = 0, memoryExcesses = 0, timeoutSeconds }) {
  return [timeouts > 0 ? `${count(timeouts)} × ${timeoutSeconds} s` : '', memoryExcesses > 0 ? `${count(memoryExcesses)} × memory` : '']
    .filter(Boolean).join(', ') || '0';
}

function actions({ name }) {
  const kill = element('button', { type: 'button', 'aria-label': `Kill ${name}` }, 'Kill…');
  kill.addEventListener('click', async () => {
    const sure = await ask({ title: `Kill ${name}?`, verb: 'Kill it',
      text: `Its instance ends at once, with every request that it works on. The next request starts another.` });
    if (sure) {
      kill.focus();
      attempt(kill, () => send('POST', path('api', 'functions', name, 'kill')), `${name} was killed; the next request starts it again.`);
    }
  });
  const query = `resource.labels.service_name="${name}"`;
  return element('div', { class: 'buttons' },
    element('a', { class: 'button', href: addressOf('metrics', [], { function: name }), 'aria-label': `Metrics of ${name}` }, 'Metrics'),
    element('a', { class: 'button', href: addressOf('logs', [], { query }), 'aria-label': `Log of ${name}` }, 'Log'), kill);
}
