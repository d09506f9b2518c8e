// SPDX-License-Identifier: Apache-2.0
// Dialogs: publish a message, set faults, show waiting messages. The browser traps the focus and restores it.

import { path, send } from './api.js';
import { byId, element, setText } from './dom.js';
import { bytes, plural, timeOfDay } from './format.js';
import { tell } from './notices.js';

const SHARES = ['duplicate', 'loseAcks'];
const AMOUNTS = ['delayMillis', 'answer503', 'killFunction'];
/** Faults as they were read: fields without an input are sent back unchanged. */
let loaded = {};
/** Inputs that the reader has changed since the dialog opened: the answer of the server comes too late for them. */
const touched = new Set();
/** Openings so far: an answer counts only for the opening that asked. */
let opened = 0;
const field = (name) => byId(`fault-${name}`);
const faultsAddress = () => path('api', 'pubsub', 'subscriptions', byId('faults-subscription').textContent, 'faults');

export function openDialogs() {
  for (const button of document.querySelectorAll('[data-close]')) {
    button.addEventListener('click', () => button.closest('dialog').close());
  }
  onSubmit('publish', publish);
  onSubmit('faults', () => command(() => send('PUT', faultsAddress(), readFaults()), 'faults', 'Faults are set.'));
  byId('faults-form').addEventListener('input', (event) => touched.add(event.target.id));
  byId('faults-clear').addEventListener('click',
    () => command(() => send('DELETE', faultsAddress()), 'faults', 'Faults are cleared.'));
}

export function openPublish(topic) {
  setText(byId('publish-topic'), topic);
  setText(byId('publish-problem'), '');
  byId('publish-dialog').showModal();
  byId('publish-data').focus();
}

/** Opens the dialog with the current faults. */
export async function openFaults(subscription) {
  setText(byId('faults-subscription'), subscription);
  setText(byId('faults-problem'), '');
  touched.clear();
  showFaults({});
  byId('faults-dialog').showModal();
  await whileOpen(() => send('GET', faultsAddress()), showFaults, 'faults');
}

export async function openMessages(subscription) {
  setText(byId('messages-subscription'), subscription);
  setText(byId('messages-problem'), '');
  byId('messages-list').replaceChildren();
  byId('messages-dialog').showModal();
  const address = `${path('api', 'pubsub', 'subscriptions', subscription, 'messages')}?limit=20`;
  await whileOpen(() => send('GET', address), ({ messages = [] }) => {
    byId('messages-list').replaceChildren(...messages.map(messageNode));
    if (messages.length === 0) {
      byId('messages-list').append(element('li', { class: 'empty' }, 'No messages are waiting.'));
    }
  }, 'messages');
}

/** Shows an answer, or why there is none, unless a dialog was opened again meanwhile. */
async function whileOpen(request, show, name) {
  const opening = ++opened;
  try {
    const answer = await request();
    if (opening === opened) {
      show(answer);
    }
  } catch (problem) {
    if (opening === opened) {
      setText(byId(`${name}-problem`), problem.message);
    }
  }
}

function messageNode(message) {
  const attributes = Object.entries(message.attributes ?? {}).map(([key, value]) => `${key}=${value}`).join('  ');
  const heading = [message.id, message.publishTime && `published ${timeOfDay(message.publishTime)}`,
    plural(message.attempts ?? 0, 'delivery', 'deliveries'), message.state?.toLowerCase()];
  return element('li', {}, element('p', { class: 'quiet' }, heading.filter(Boolean).join(' · ')),
    element('pre', {}, message.data ?? `${bytes(message.size)}, too long to show, or not text`),
    element('p', { class: 'fields' }, attributes));
}

async function publish() {
  const topic = byId('publish-topic').textContent;
  const attributes = {};
  for (const line of byId('publish-attributes').value.split('\n').filter((text) => text.trim() !== '')) {
    const equals = line.indexOf('=');
    if (equals < 1) {
      setText(byId('publish-problem'), `Write each attribute as key=value: “${line.trim()}” is not.`);
      return;
    }
    attributes[line.slice(0, equals).trim()] = line.slice(equals + 1).trim();
  }
  const message = { data: byId('publish-data').value, attributes };
  await command(() => send('POST', path('api', 'pubsub', 'topics', topic, 'messages'), message), 'publish',
    `Published to ${topic}.`);
}

function readFaults() {
  const faults = { ...loaded, reorder: field('reorder').checked };
  for (const name of SHARES) {
    faults[name] = Number(field(name).value) / 100;
  }
  for (const name of AMOUNTS) {
    faults[name] = Number(field(name).value);
  }
  return faults;
}

function showFaults(faults) {
  loaded = faults;
  const untouched = (name) => !touched.has(field(name).id);
  if (untouched('reorder')) {
    field('reorder').checked = faults.reorder === true;
  }
  for (const name of SHARES.filter(untouched)) {
    field(name).value = Number(((faults[name] ?? 0) * 100).toFixed(4));
  }
  for (const name of AMOUNTS.filter(untouched)) {
    field(name).value = faults[name] ?? 0;
  }
}

/** Submits by script, because the content security policy forbids form posts. An error stays in the dialog with the input. */
function onSubmit(name, action) {
  byId(`${name}-form`).addEventListener('submit', (event) => {
    event.preventDefault();
    action();
  });
}

async function command(action, name, success) {
  setText(byId(`${name}-problem`), '');
  try {
    await action();
    byId(`${name}-dialog`).close();
    tell(success);
  } catch (problem) {
    setText(byId(`${name}-problem`), problem.message);
  }
}
