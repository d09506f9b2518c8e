// SPDX-License-Identifier: Apache-2.0
// Findings: a table by severity, and one finding with its remedy, samples and history.

import { poll, send } from '../api.js';
import { copyable } from '../copyable.js';
import { element, reconcile, setAttribute, setText } from '../dom.js';
import { count, plural, relative, timeOfDay } from '../format.js';
import { attempt } from '../notices.js';
import { cloudNow } from '../shell/clock.js';
import { addressOf } from '../shell/router.js';
import { liveTable, named } from '../table.js';
import { findingAddress } from './feed.js';
import { kindWords, levelOf, stateWords, worstFirst } from './words.js';

const STATES = ['OPEN', 'ACKNOWLEDGED', 'RESOLVED'];
const DAY_MILLIS = 86_400_000;

const now = () => new Date(cloudNow()).toISOString();

export function findingsPanel(changed) {
  let shownState = 'OPEN';
  let all = [];
  const buttons = STATES.map((state) => {
    const button = element('button', { type: 'button', 'aria-pressed': 'false' });
    button.addEventListener('click', () => {
      shownState = state;
      draw();
    });
    return button;
  });
  const table = liveTable({
    caption: 'Findings, the worst first',
    empty: 'No findings in this state.',
    keyOf: (finding) => finding.fingerprint,
    columns: [
      {
        label: 'Finding',
        create: (finding) => element('div', { class: 'named' },
          element('a', { class: 'name', href: addressOf('probe', [finding.fingerprint]) }), element('span', { class: 'quiet' })),
        update: (node, finding) => named.update(node, kindWords(finding.kind), subjectOf(finding)),
      },
      {
        label: 'Severity', create: () => element('span', { class: 'state' }),
        update(node, finding) {
          setText(node, String(finding.severity ?? '').toLowerCase());
          setAttribute(node, 'data-level', levelOf(finding.severity));
        },
      },
      { label: 'Rows', number: true, text: (finding) => count(finding.count) },
      { label: 'First seen', text: (finding) => relative(finding.firstSeen, now()) },
      { label: 'Last seen', text: (finding) => relative(finding.lastSeen, now()) },
    ],
  });
  const detail = findingDetail(changed);
  const node = element('div', {}, element('div', { class: 'segments', role: 'group', 'aria-label': 'State of findings' }, ...buttons),
    detail.node, ...table.nodes);

  function draw() {
    STATES.forEach((state, index) => {
      setText(buttons[index], `${stateWords(state)} (${count(all.filter((finding) => finding.state === state).length)})`);
      setAttribute(buttons[index], 'aria-pressed', String(state === shownState));
    });
    table.show(worstFirst(all.filter((finding) => finding.state === shownState)));
  }

  draw();
  return {
    node,
    show(findings) {
      all = findings;
      draw();
      detail.update(findings);
    },
    choose: detail.choose,
  };
}

/** Table, column and what explains it. */
const subjectOf = ({ table, column, detail }) => [[table, column].filter(Boolean).join('.'), detail].filter(Boolean).join(' · ');

/** One finding, whose fingerprint is in the address. */
function findingDetail(changed) {
  let chosen = null;
  let stamp = null;
  const heading = element('h3', { tabindex: '-1' });
  const facts = element('p', { class: 'quiet' });
  const meaning = element('p', {});
  const remedy = copyable('this finding');
  const samples = element('ul', { class: 'samples', 'aria-label': 'Samples' });
  const history = element('ol', { class: 'history', 'aria-label': 'History' });
  const problem = element('p', { class: 'problem', role: 'status' });
  const reason = element('input', { type: 'text', id: 'finding-reason', maxlength: '500', autocomplete: 'off' });
  const days = element('select', { id: 'finding-days' }, ...[['1', 'for a day'], ['7', 'for a week'], ['30', 'for 30 days']]
    .map(([value, words]) => element('option', { value }, words)));
  const acknowledge = element('button', { type: 'submit' }, 'Acknowledge');
  const form = element('form', { class: 'acknowledge' },
    element('div', { class: 'field' }, element('label', { for: 'finding-reason' }, 'Reason'), reason),
    element('div', { class: 'field' }, element('label', { for: 'finding-days' }, 'How long'), days), acknowledge);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const until = new Date(cloudNow() + Number(days.value) * DAY_MILLIS).toISOString();
    attempt(acknowledge, () => send('POST', findingAddress(chosen, 'acknowledge'), { reason: reason.value, until }), 'The finding is acknowledged.')
      .then(() => {
        stamp = null;
        changed();
      });
  });
  const node = element('section', { class: 'finding', hidden: true, 'aria-label': 'Finding' },
    element('div', { class: 'panel-head' }, heading, element('a', { href: addressOf('probe') }, 'Close')), facts, meaning, remedy, problem, samples, history, form);

  async function read() {
    try {
      const finding = await poll(findingAddress(chosen));
      if (finding.fingerprint === chosen) {
        draw(finding);
      }
    } catch (refused) {
      setText(problem, refused.message);
    }
  }

  function draw(finding) {
    setText(problem, '');
    setText(heading, kindWords(finding.kind));
    setText(facts, [subjectOf(finding), stateWords(finding.state), plural(finding.count, 'row'), finding.runbook ? `runbook ${finding.runbook}` : '']
      .filter(Boolean).join(' · '));
    setText(meaning, finding.meaning);
    remedy.show(finding.remedy);
    const list = finding.samples ?? [];
    samples.hidden = list.length === 0;
    reconcile(samples, list, String, () => element('li', {}, element('code', {})), (item, sample) => setText(item.firstElementChild, sample));
    reconcile(history, finding.history ?? [], (entry, index) => `${entry.at} ${entry.event} ${index}`, () => element('li', {}),
      (item, entry) => setText(item, historyWords(entry)));
    form.hidden = finding.state !== 'OPEN';
  }

  return {
    node,
    choose(fingerprint) {
      chosen = fingerprint;
      stamp = null;
      node.hidden = chosen === null;
      if (chosen !== null) {
        setText(heading, 'Finding');
        read();
        heading.focus();
      }
    },
    /** Reads the chosen finding again when the list tells that it changed. */
    update(findings) {
      const finding = findings.find((each) => each.fingerprint === chosen);
      const next = finding ? `${finding.state} ${finding.lastSeen} ${finding.count}` : null;
      if (chosen !== null && next !== null && next !== stamp) {
        stamp = next;
        read();
      }
    },
  };
}

function historyWords({ at, event, count: rows, note }) {
  return [timeOfDay(at), String(event ?? '').toLowerCase(), typeof rows === 'number' ? plural(rows, 'row') : '', note].filter(Boolean).join(' · ');
}
