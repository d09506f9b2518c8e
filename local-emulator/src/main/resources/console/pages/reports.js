// SPDX-License-Identifier: Apache-2.0
// Reports: a list, one as its function renders it, two side by side, and whether they were useful.

import { byId, element, reconcile, setAttribute, setText } from '../dom.js';
import { relative } from '../format.js';
import { orderForm } from '../reports/begin.js';
import { reportAddress, reportFeed } from '../reports/feed.js';
import { feedbackForm } from '../reports/feedback.js';
import { compared, differenceWords, kindWords, stateLevel, stateWords, valueWords, windowWords } from '../reports/words.js';
import { cloudNow } from '../shell/clock.js';
import { addressOf, go } from '../shell/router.js';
import { liveTable, named } from '../table.js';

let chosen = { id: null, with: null };
let list = [];
const now = () => new Date(cloudNow()).toISOString();
const feed = reportFeed(() => (chosen.with === null ? null : [chosen.with, chosen.id]), showSeen);
const order = orderForm(() => feed.look());
const feedback = feedbackForm();
const problems = new Map();

const reports = liveTable({
  caption: 'Reports, the newest first',
  empty: 'No reports yet.',
  keyOf: (report) => report.id,
  columns: [
    {
      label: 'Report',
      create: (report) => element('div', { class: 'named' }, element('a', { class: 'name', href: addressOf('reports', [report.id]) }), element('span', { class: 'quiet' })),
      update(node, report) {
        named.update(node, report.title ?? kindWords(report.kind), `${kindWords(report.kind)} · ${windowWords(report)} · ${relative(report.createdAt, now())}`);
        setAttribute(node.firstElementChild, 'aria-current', report.id === chosen.id ? 'true' : null);
      },
    },
    {
      label: 'State', create: () => element('span', { class: 'state' }),
      update(node, report) {
        setText(node, stateWords(report));
        setAttribute(node, 'data-level', stateLevel(report));
      },
    },
  ],
});

const facts = element('p', { class: 'quiet' });
const progress = element('progress', { max: '1', value: '0', 'aria-label': 'Parts that are made' });
const alone = element('a', { target: '_blank', rel: 'noreferrer' }, 'Open alone, to print');
const other = element('select', { id: 'reports-with' });
const compare = element('div', { class: 'field' }, element('label', { for: 'reports-with' }, 'Compare with'), other);
const place = element('div');
const figures = liveTable({
  caption: 'Figures of both reports',
  empty: 'Neither report has figures.',
  keyOf: (row) => row.key,
  columns: [
    { label: 'Figure', create: named.create, update: (node, row) => named.update(node, row.label, row.section) },
    { label: 'Before', number: true, text: (row) => valueWords(row.before?.value, row.before?.unit) },
    { label: 'After', number: true, text: (row) => valueWords(row.after?.value, row.after?.unit) },
    { label: 'Difference', number: true, text: (row) => differenceWords(row.before, row.after) },
  ],
});
const comparison = panel('comparison', 'Comparison', 'span-12', [...figures.nodes]);

export function open() {
  byId('page-reports').append(
    panel('list', 'Reports', 'span-4', [order.node, element('div', { class: 'part-list' }, ...reports.nodes)]),
    panel('shown', 'Report', 'span-8', [facts, progress, element('div', { class: 'report-tools' }, alone, compare), place, feedback.node]),
    comparison);
  other.addEventListener('change', () => go(addressOf('reports', other.value === '' ? [chosen.id] : [chosen.id, other.value])));
}

function panel(id, title, span, children) {
  const problem = element('p', { class: 'problem', role: 'status' });
  problems.set(id, problem);
  return element('section', { class: `panel ${span}`, 'aria-labelledby': `reports-${id}` },
    element('div', { class: 'panel-head' }, element('h2', { id: `reports-${id}` }, title)), problem, ...children);
}

let wanted = { id: null, with: null };

export function enter({ parts: [id = null, otherId = null] }) {
  wanted = { id, with: otherId };
  chosen = { id: id ?? list[0]?.id ?? null, with: otherId };
  order.open();
  feed.start();
  feed.look();
  showReport();
}

export function leave() {
  feed.stop();
}

function showSeen(seen) {
  list = seen.list ?? [];
  chosen = { id: wanted.id ?? list[0]?.id ?? null, with: wanted.with };
  setText(problems.get('list'), seen.problems.list ?? '');
  setText(problems.get('comparison'), seen.problems.pair ?? '');
  reports.show(list);
  showReport();
  showPair(seen.pair);
}

function showReport() {
  const report = list.find((item) => item.id === chosen.id) ?? null;
  const ready = report?.state === 'READY';
  setText(facts, report === null ? 'Choose a report, or make one.'
    : report.error ?? (ready ? report.lead : `${kindWords(report.kind)} of ${windowWords(report)}: ${stateWords(report)}.`));
  progress.hidden = report?.state !== 'RUNNING';
  setAttribute(progress, 'max', Math.max(1, report?.of ?? 1));
  setAttribute(progress, 'value', report?.done ?? 0);
  for (const node of [place, alone, compare]) {
    node.hidden = !ready;
  }
  if (ready) {
    // A frame of its own for each: without scripts and without rights of this page, whatever is in the report.
    reconcile(place, [report], (item) => item.id, (item) => element('iframe', {
      class: 'report-frame', sandbox: '', referrerpolicy: 'no-referrer', src: reportAddress(item.id), title: item.title ?? kindWords(item.kind),
    }), () => {});
    setAttribute(alone, 'href', reportAddress(report.id));
    offer(report);
  }
  feedback.show(report);
  comparison.hidden = !ready || chosen.with === null;
}

function offer(report) {
  const same = list.filter((item) => item.kind === report.kind && item.state === 'READY' && item.id !== report.id);
  reconcile(other, [{ id: '' }, ...same], (item) => item.id, (item) => element('option', { value: item.id }),
    (option, item) => setText(option, item.id === '' ? 'no other report' : windowWords(item)));
  other.value = chosen.with ?? '';
}

function showPair(pair) {
  const current = pair && pair.ids[0] === chosen.with && pair.ids[1] === chosen.id;
  figures.show(current ? compared(...pair.reports) : []);
}
