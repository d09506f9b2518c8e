// SPDX-License-Identifier: Apache-2.0
// Status panels: components, functions, schedules and the database.

import { path, send } from './api.js';
import { byId, element, reconcile, setAttribute, setText } from './dom.js';
import { bytes, count, millis, plural, relative, timeOfDay } from './format.js';
import { attempt } from './notices.js';
import { liveTable, named } from './table.js';

let now = '';

const functions = liveTable({
  caption: 'Functions with their state and traffic',
  empty: 'No functions.',
  keyOf: (item) => item.name,
  columns: [
    { label: 'Function', create: named.create, update: (node, item) => named.update(node, item.name, item.url) },
    {
      label: 'State',
      create: () => element('div', {}, element('span', { class: 'state' }), element('span', { class: 'quiet block' })),
      update(node, item) {
        setText(node.firstElementChild, String(item.state ?? 'unknown').toLowerCase());
        setAttribute(node.firstElementChild, 'data-state', item.state);
        setText(node.lastElementChild, item.detail);
      },
    },
    { label: 'Requests', number: true, text: (item) => count(item.requests) },
    { label: 'Failures', number: true, text: (item) => count(item.failures), alarm: (item) => item.failures > 0 },
    {
      label: 'Memory', number: true, create: named.create,
      update: (node, item) => named.update(node, item.usedMiB > 0 ? `${count(item.usedMiB)} MiB` : '–', `of ${count(item.memoryMiB)} MiB`),
    },
    {
      label: 'Limits hit', number: true, text: (item) => limits(item),
      alarm: (item) => item.timeouts + item.memoryExcesses > 0,
    },
    { label: 'p50', number: true, text: (item) => millis(item.p50Millis) },
    { label: 'p99', number: true, text: (item) => millis(item.p99Millis) },
    {
      label: 'Actions', hideLabel: true,
      create: ({ name }) => commandButton('Kill', `Kill ${name}`, ['api', 'functions', name, 'kill'],
        `${name} was killed; the next request starts it again.`),
    },
  ],
});

const schedules = liveTable({
  caption: 'Schedules with their last and next run',
  empty: 'No schedules.',
  keyOf: (item) => item.name,
  columns: [
    { label: 'Schedule', create: named.create, update: (node, item) => named.update(node, item.name, item.description) },
    { label: 'When', create: named.create, update: (node, item) => named.update(node, item.cron, item.timeZone) },
    { label: 'Topic', text: (item) => item.topic },
    {
      label: 'Next run', create: named.create,
      update: (node, item) => named.update(node, relative(item.nextRun, now), timeOfDay(item.nextRun)),
    },
    {
      label: 'Last run', create: named.create,
      update: (node, item) => named.update(node, item.lastRun ? relative(item.lastRun, now) : 'never', item.lastResult),
    },
    {
      label: 'Actions', hideLabel: true,
      create: ({ name }) => commandButton('Run now', `Run ${name} now`, ['api', 'schedules', name, 'run'],
        `${name} was started.`),
    },
  ],
});

const tables = liveTable({
  caption: 'Tables with their rows',
  empty: 'No tables yet.',
  keyOf: (item) => item.name,
  columns: [
    { label: 'Table', text: (item) => item.name },
    { label: 'Rows', number: true, text: (item) => count(item.rows) },
  ],
});
const databaseAddress = element('p', { class: 'database-address' }, element('code'), element('span', { class: 'quiet' }));

export function openStatusPanels() {
  byId('functions').append(...functions.nodes);
  byId('schedules').append(...schedules.nodes);
  byId('database').append(databaseAddress, ...tables.nodes);
}

export function showStatus(status) {
  now = status.now ?? new Date().toISOString();
  const up = status.startedAt ? ` · started ${relative(status.startedAt, now)}` : '';
  setText(byId('version'), `local cloud ${status.version ?? ''}${up}`);
  showParts(status.parts ?? []);
  functions.show(status.functions ?? []);
  schedules.show(status.schedules ?? []);
  showDatabase(status.database);
}

function showParts(parts) {
  reconcile(byId('parts'), parts, (part) => part.name,
    () => element('li', {}, element('span', { class: 'part-name' }), element('span', { class: 'part-health' })),
    (node, part) => {
      setAttribute(node, 'data-up', String(part.up === true));
      setAttribute(node, 'title', part.detail);
      setText(node.firstElementChild, part.name);
      setText(node.lastElementChild, part.up ? ' up' : ` down${part.detail ? `: ${part.detail}` : ''}`);
      setAttribute(node.lastElementChild, 'class', part.up ? 'visually-hidden' : 'part-health');
    });
}

function showDatabase(database) {
  databaseAddress.hidden = !database;
  if (database) {
    setText(databaseAddress.firstElementChild, database.url);
    setText(databaseAddress.lastElementChild,
      `PostgreSQL ${database.version ?? ''} · ${bytes(database.sizeBytes)} · ${plural(database.tables?.length ?? 0, 'table')}`);
  }
  tables.show(database?.tables ?? []);
}

/** Counts of limit violations of a function. */
function limits({ timeouts = 0, memoryExcesses = 0, timeoutSeconds }) {
  return [timeouts > 0 ? `${count(timeouts)} × ${timeoutSeconds} s` : '', memoryExcesses > 0 ? `${count(memoryExcesses)} × memory` : '']
    .filter(Boolean).join(', ') || '0';
}

/** A button that sends one command without a body. */
function commandButton(label, name, segments, success) {
  const button = element('button', { type: 'button', 'aria-label': name }, label);
  button.addEventListener('click', () => attempt(button, () => send('POST', path(...segments)), success));
  return button;
}
