// SPDX-License-Identifier: Apache-2.0
// Story panel: the current step with its progress; at the end the result as one sentence and at most six numbers.

import { byId, element, reconcile, setAttribute, setText } from './dom.js';
import { count, percent } from './format.js';
import { factWords, figuresOf, headline } from './story-figures.js';

const STATES = { WAITING: 'waiting', RUNNING: 'running', DONE: 'done', FAILED: 'failed' };
export const stateWord = (state) => STATES[state] ?? String(state ?? '').toLowerCase();

const title = element('p', { class: 'story-title' });
const failure = element('p', { class: 'problem', hidden: true });
const steps = element('ol', { class: 'steps', 'aria-label': 'Steps' });
const stepsPart = element('details', { class: 'story-part', open: true }, element('summary', {}, 'Steps'), steps);
const summary = element('p', { class: 'story-summary' });
const figures = element('dl', { class: 'facts' });
const facts = element('dl', { class: 'fact-list' });
const factsPart = element('details', { class: 'story-part' }, element('summary', {}, 'Everything that was measured'), facts);
const result = element('div', { class: 'story-result', hidden: true }, summary, figures);
let shownState = null;

export function openStoryPanel() {
  setText(title, 'Loading…');
  byId('story').append(title, failure, result, factsPart, stepsPart);
  stepsPart.hidden = true;
  factsPart.hidden = true;
}

export function showStory(story) {
  setText(title, story?.title ?? 'No story is played.');
  const pill = byId('story-state');
  setText(pill, stateWord(story?.state));
  setAttribute(pill, 'data-state', story?.state);
  setText(failure, story?.failure ?? '');
  failure.hidden = !story?.failure;
  showResult(story?.result);
  stepsPart.hidden = (story?.steps ?? []).length === 0;
  if (story?.state !== shownState) {
    // Only at a change of state, so that the user's own choice stays.
    shownState = story?.state;
    stepsPart.open = shownState !== 'DONE';
  }
  reconcile(steps, story?.steps ?? [], (step) => step.name, createStep, updateStep);
}

/** What the story says in the title of the browser's tab. */
export function storyTitle(story) {
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
  const all = outcome?.facts ?? [];
  title.hidden = Boolean(outcome);
  result.hidden = !outcome;
  factsPart.hidden = all.length === 0;
  setText(summary, outcome ? headline(outcome.summary) : '');
  showPairs(figures, figuresOf(all).map(({ name, value }) => [name, value]));
  showPairs(facts, all.map((fact) => [fact.name, factWords(fact.value)]));
}

function showPairs(list, pairs) {
  reconcile(list, pairs, ([name]) => name,
    () => element('div', {}, element('dt'), element('dd')),
    (node, [name, value]) => {
      setText(node.firstElementChild, name);
      setText(node.lastElementChild, value);
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
