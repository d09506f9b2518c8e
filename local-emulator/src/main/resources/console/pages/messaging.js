// SPDX-License-Identifier: Apache-2.0
// Messaging: topics, each with a table of its subscriptions; schedules.

import { path, send } from '../api.js';
import { openFaults, openMessages, openPublish } from '../dialogs.js';
import { byId, element, reconcile, setAttribute, setText } from '../dom.js';
import { count, plural, relative, seconds, timeOfDay } from '../format.js';
import { attempt } from '../notices.js';
import { liveTable, named } from '../table.js';

const PERCENT = (share) => `${count(share * 100)} %`;
const FAULTS = {
  duplicate: (value) => `${PERCENT(value)} twice`,
  loseAcks: (value) => `${PERCENT(value)} acks lost`,
  delayMillis: (value) => `${count(value)} ms late`,
  reorder: () => 'out of order',
  answer503: (value) => `next ${count(value)} answered 503`,
  killFunction: (value) => `next ${count(value)} kill the function`,
};

let now = '';
let baseUrl = '';
const panels = new WeakMap();
const nothing = element('p', { class: 'empty' }, 'No topics yet.');

const address = element('p', { class: 'database-address' }, element('code'), element('span', { class: 'quiet' }));

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
      update: (node, item) => (item.paused ? named.update(node, 'paused', '')
        : named.update(node, relative(item.nextRun, now), timeOfDay(item.nextRun))),
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

export function open() {
  byId('topics').before(address);
  byId('topics').after(nothing);
  byId('schedules').append(...schedules.nodes);
}

export function show(status) {
  now = status.now ?? new Date().toISOString();
  baseUrl = status.baseUrl ?? '';
  showTopics(status.topics ?? [], status.pubSub);
  schedules.show(status.schedules ?? []);
}

function showTopics(topics, pubSub) {
  address.hidden = !pubSub;
  setText(address.firstElementChild, `PUBSUB_EMULATOR_HOST=${pubSub?.target ?? ''}`);
  setText(address.lastElementChild, `project ${pubSub?.project ?? ''} · gRPC without TLS`);
  nothing.hidden = topics.length > 0;
  reconcile(byId('topics'), topics, (topic) => topic.name, createTopic, updateTopic);
}

/** Describes the faults in words; empty if there are none. */
function faultWords(faults) {
  return Object.entries(FAULTS).filter(([name]) => faults?.[name]).map(([name, say]) => say(faults[name]));
}

function createTopic({ name }) {
  const published = element('span', { class: 'quiet' });
  const publish = element('button', { type: 'button', 'aria-label': `Publish a message to ${name}` }, 'Publish…');
  publish.addEventListener('click', () => openPublish(name));
  const table = subscriptionTable(name);
  const node = element('article', { class: 'topic', 'aria-label': `Topic ${name}` },
    element('div', { class: 'topic-head' }, element('h3', {}, name), published, publish), ...table.nodes);
  panels.set(node, { published, table });
  return node;
}

function updateTopic(node, topic) {
  const { published, table } = panels.get(node);
  setText(published, `${plural(topic.published ?? 0, 'message')} published`);
  table.show(topic.subscriptions ?? []);
}

function subscriptionTable(topic) {
  return liveTable({
    caption: `Subscriptions of ${topic}`,
    empty: 'No subscriptions: messages published here are lost.',
    keyOf: (item) => item.name,
    columns: [
      {
        label: 'Subscription', create: named.create,
        update: (node, item) => named.update(node, item.name, item.type === 'push' ? `push to ${pathOf(item.endpoint)}` : item.type),
      },
      { label: 'Backlog', number: true, text: (item) => count(item.backlog), alarm: (item) => (item.backlog > 0 ? 'wait' : null) },
      { label: 'Outstanding', number: true, text: (item) => count(item.outstanding) },
      { label: 'Oldest', number: true, text: (item) => (item.backlog > 0 ? seconds(item.oldestUnackedSeconds) : '–') },
      { label: 'Acked', number: true, text: (item) => count(item.acked) },
      { label: 'Dead letters', number: true, text: (item) => count(item.deadLettered), alarm: (item) => item.deadLettered > 0 },
      { label: 'Expired', number: true, text: (item) => count(item.expired), alarm: (item) => item.expired > 0 },
      { label: 'Faults', create: () => element('ul', { class: 'faults' }), update: updateFaults },
      { label: 'Actions', hideLabel: true, create: subscriptionButtons },
    ],
  });
}

/** The path of an endpoint at this gateway; the whole address of any other. */
const pathOf = (endpoint) => (String(endpoint).startsWith(baseUrl) ? String(endpoint).slice(baseUrl.length) : endpoint);

function updateFaults(node, item) {
  const words = faultWords(item.faults);
  reconcile(node, words.length > 0 ? words : ['none'], (word) => word, (word) => element('li', {}, word),
    (entry) => setAttribute(entry, 'data-fault', words.length > 0));
}

function subscriptionButtons({ name }) {
  const look = element('button', { type: 'button', 'aria-label': `Messages waiting in ${name}` }, 'Messages…');
  const faults = element('button', { type: 'button', 'aria-label': `Set faults of ${name}` }, 'Faults…');
  look.addEventListener('click', () => openMessages(name));
  faults.addEventListener('click', () => openFaults(name));
  return element('div', { class: 'buttons' }, look, faults);
}

/** A button that sends one command without a body. */
function commandButton(label, name, segments, success) {
  const button = element('button', { type: 'button', 'aria-label': name }, label);
  button.addEventListener('click', () => attempt(button, () => send('POST', path(...segments)), success));
  return button;
}
