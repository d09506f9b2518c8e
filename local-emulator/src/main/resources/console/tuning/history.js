// SPDX-License-Identifier: Apache-2.0
// Thresholds that are or were in force, with a button that goes back to those before.

import { segments } from '../alerts/segments.js';
import { send } from '../api.js';
import { unitOf } from '../charts/units.js';
import { element, setAttribute, setText } from '../dom.js';
import { relative } from '../format.js';
import { attempt } from '../notices.js';
import { addressOf } from '../shell/router.js';
import { liveTable, named } from '../table.js';
import { thresholdWords } from './words.js';

const ENDED = { replaced: 'replaced', rolled_back: 'rolled back' };

/** @param titleOf `{title, unit}` of an alert and its condition */
export function historyPanel(titleOf, changed) {
  let all = [];
  let now = new Date().toISOString();
  const states = segments('Thresholds', [['inForce', 'In force'], ['ended', 'Before']], draw);
  const table = liveTable({
    caption: 'Thresholds, the newest first',
    empty: 'No tuned thresholds: every alert compares with the catalog\'s.',
    keyOf: (threshold) => threshold.number,
    columns: [
      {
        label: 'Alert', create: (threshold) => element('div', { class: 'named' },
          element('a', { class: 'name', href: addressOf('tuning', [threshold.proposal, threshold.alert, threshold.condition]) }), element('span', { class: 'quiet' })),
        update: (node, threshold) => named.update(node, titleOf(threshold).title, `${threshold.alert} · ${threshold.condition}`),
      },
      { label: 'Tier', text: (threshold) => threshold.severity },
      { label: 'This hour', number: true, text: (threshold) => unitOf(titleOf(threshold).unit).format(threshold.now) },
      { label: 'Over the week', text: (threshold) => thresholdWords(threshold.hours, unitOf(titleOf(threshold).unit)) },
      { label: 'Since', text: (threshold) => relative(threshold.appliedAt, now) },
      { label: 'Ended', text: (threshold) => (threshold.endedAt ? `${ENDED[threshold.endedBy] ?? 'ended'} ${relative(threshold.endedAt, now)}` : '–') },
      {
        label: 'Roll back', hideLabel: true, create: () => element('button', { type: 'button' }, 'Roll back'),
        update(node, threshold) {
          // One button for an alert: all its tiers go back together.
          node.hidden = threshold.endedAt !== null || all.find((each) => each.endedAt === null && each.alert === threshold.alert) !== threshold;
          setAttribute(node, 'aria-label', `Roll back ${threshold.alert}`);
          node.onclick = () => attempt(node, () => send('POST', 'functions/tune/rollback', { alert: threshold.alert }),
            `${threshold.alert} compares with its thresholds before.`).then(changed);
        },
      },
    ],
  });

  function draw() {
    table.show(states.choose(all.map((threshold) => Object.assign(threshold, { state: threshold.endedAt === null ? 'inForce' : 'ended' }))));
  }

  draw();
  return {
    nodes: [states.node, ...table.nodes],
    show(thresholds, time) {
      now = time;
      all = thresholds;
      draw();
    },
  };
}
