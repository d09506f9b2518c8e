// SPDX-License-Identifier: Apache-2.0
// Story panel: the current step, its progress, and the result.

import { byId, element, reconcile, setAttribute, setText } from './dom.js';
import { count, percent } from './format.js';

const STATES = { WAITING: 'waiting', RUNNING: 'running', DONE: 'done', FAILED: 'failed' };
export const stateWord = (state) => STATES[state] ?? String(state ?? '').toLowerCase();

const title = element('p', { class: 'story-title' });
const failure = element('p', { class: 'problem', hidden: true });
const steps = element('ol', { class: 'steps', 'aria-label': 'Steps' });
const summary = element('p', { class: 'story-summary' });
const facts = element('dl', { class: 'facts' });
const result = element('div', { class: 'story-result', hidden: true }, summary, facts);

export function openStoryPanel() {
  byId('story').append(title, failure, result, steps);
}

export function showStory(story) {
  setText(title, story?.title ?? 'No story is played.');
  const pill = byId('story-state');
  setText(pill, stateWord(story?.state));
  setAttribute(pill, 'data-state', story?.state);
  setText(failure, story?.failure ?? '');
  failure.hidden = !story?.failure;
  showResult(story?.result);
  reconcile(steps, story?.steps ?? [], (step) => step.name, createStep, updateStep);
  document.title = [titleState(story), 'Truename'].filter(Boolean).join(' · ');
}

/** Title of the browser's tab. */
function titleState(story) {
  const running = (story?.steps ?? []).find((step) => step.state === 'RUNNING');
  switch (story?.state) {
    case 'RUNNING':
      return running?.total > 0 ? `${running.name} ${percent(running.done, running.total)} %` : 'Story running';
    case 'DONE':
      return '✓ Story done';
    case 'FAILED':
      return '✗ Story failed';
    case 'WAITING':
      return 'Story waiting';
    default:
      return '';
  }
}

function showResult(outcome) {
  result.hidden = !outcome;
  setText(summary, outcome?.summary);
  reconcile(facts, outcome?.facts ?? [], (fact) => fact.name,
    () => element('div', {}, element('dt'), element('dd')),
    (node, fact) => {
      setText(node.firstElementChild, fact.name);
      setText(node.lastElementChild, fact.value);
    });
}

function createStep(step) {
  return element('li', {},
    element('span', { class: 'step-mark', 'aria-hidden': 'true' }),
    element('span', { class: 'step-name' }, step.name),
    element('span', { class: 'visually-hidden step-state' }),
    element('span', { class: 'step-count' }),
    element('progress', { 'aria-label': step.name }),
    element('span', { class: 'step-detail quiet' }));
}

function updateStep(node, step) {
  const [, , state, amount, bar, detail] = node.children;
  setAttribute(node, 'data-state', step.state);
  setAttribute(node, 'aria-current', step.state === 'RUNNING' ? 'step' : null);
  setText(state, `, ${stateWord(step.state)}`);
  const counted = step.done > 0 || step.total > 0;
  const total = step.total === null || step.total === undefined ? '' : ` of ${count(step.total)}`;
  setText(amount, counted ? `${count(step.done ?? 0)}${total} ${step.unit ?? ''}`.trim() : '');
  bar.hidden = step.state !== 'RUNNING';
  if (step.total > 0) {
    setAttribute(bar, 'max', step.total);
    setAttribute(bar, 'value', step.done ?? 0);
  } else {
    setAttribute(bar, 'value', null);
  }
  setText(detail, step.detail);
}
