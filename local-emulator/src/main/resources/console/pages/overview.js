// SPDX-License-Identifier: Apache-2.0
// Overview: the story's result, what needs attention, health of the parts, the data flow, ids of files.

import { attentionOf } from '../attention.js';
import { byId, element, reconcile, setAttribute, setText } from '../dom.js';
import { openFilePanel } from '../file-ids.js';
import { openFlowPanel, showFlow } from '../flow-view.js';
import { progressOf, stateWords } from '../migration-words.js';
import { latestRun, onMigrations } from '../migrations.js';
import { addressOf } from '../shell/router.js';
import { openStoryPanel, showStory } from '../story-view.js';

let status = null;

export function open() {
  openStoryPanel();
  openFlowPanel();
  openFilePanel();
  onMigrations(() => {
    if (status !== null) {
      showAttention();
    }
    showRun();
  });
}

/** One line about the run that goes on, or the newest. */
function showRun() {
  const run = latestRun();
  const node = byId('overview-run');
  node.hidden = run === null;
  if (run !== null) {
    const [link, state] = node.querySelectorAll('a, .state');
    setAttribute(link, 'href', addressOf('migration', [run.id]));
    setText(link, `Run ${String(run.id).slice(0, 8)}`);
    setText(state, stateWords(run));
    setAttribute(state, 'data-state', run.state);
    setText(node.lastElementChild, progressOf(run).words);
  }
}

export function show(next) {
  status = next;
  showStory(status.story);
  showFlow(status);
  showParts(status.parts ?? []);
  showAttention();
}

function showAttention() {
  const found = attentionOf(status);
  reconcile(byId('attention'), found, (item) => item.key,
    () => element('li', {}, element('a', {})),
    (node, item) => {
      setAttribute(node, 'data-level', item.level);
      setAttribute(node.firstElementChild, 'href', item.address);
      setText(node.firstElementChild, item.text);
    });
  setText(byId('attention-none'), 'Nothing needs attention.');
  byId('attention-none').hidden = found.length > 0;
}

function showParts(parts) {
  reconcile(byId('parts'), parts, (part) => part.name,
    () => element('li', {}, ...['part-name', 'part-health', 'quiet part-detail'].map((name) => element('span', { class: name }))),
    (node, part) => {
      const [name, health, detail] = node.children;
      setAttribute(node, 'data-up', String(part.up === true));
      setText(name, part.name);
      setText(health, part.up ? ' up' : ' down');
      setText(detail, part.detail);
    });
}
