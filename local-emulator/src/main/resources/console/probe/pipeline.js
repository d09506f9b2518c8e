// SPDX-License-Identifier: Apache-2.0
// Stage agreement as the pipeline it is: a box for each stage, and between two the documents that agree, differ or are lost.

import { drawing, element } from '../dom.js';
import { count, plural, span } from '../format.js';

const ORDER = ['uploaded', 'parsed', 'chunked', 'embedded', 'retrieved'];
const HEIGHT = 52;
const WIDEST_LINE = 14;
const NARROW = 640;

export function pipelineView() {
  const nothing = element('p', { class: 'empty' }, 'No stage events yet. POST /events, or topic document-events, takes them.');
  const place = element('div', { class: 'pipeline' });
  const node = element('div', {}, nothing, place);
  let report = null;
  new ResizeObserver(() => draw()).observe(place);

  function draw() {
    const stages = (report?.stages ?? []).filter((stage) => stage.documents > 0)
      .sort((one, other) => ORDER.indexOf(one.stage) - ORDER.indexOf(other.stage));
    nothing.hidden = stages.length > 0;
    const width = Math.floor(place.clientWidth);
    if (stages.length === 0 || width === 0) {
      place.replaceChildren();
      return;
    }
    place.replaceChildren(picture(stages, report, width));
  }

  return {
    node,
    show(next) {
      report = next;
      draw();
    },
  };
}

function picture(stages, report, width) {
  const across = width >= NARROW;
  const most = Math.max(...stages.map((stage) => stage.documents));
  const gap = across ? Math.max(80, width * 0.09) : 62;
  const box = across ? { width: (width - 2 - gap * (stages.length - 1)) / stages.length, height: HEIGHT } : { width: width - 2, height: HEIGHT };
  const at = stages.map((stage, index) => (across ? { x: 1 + index * (box.width + gap), y: 22 } : { x: 1, y: 1 + index * (HEIGHT + gap) }));
  const below = (report.pairs ?? []).some((pair) => pair.differ > 0 || pair.missing > 0) ? 42 : 4;
  const height = across ? HEIGHT + 22 + below : stages.length * HEIGHT + (stages.length - 1) * gap + 2;
  const svg = drawing('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': words(stages, report) });
  for (let index = 1; index < stages.length; index++) {
    svg.append(...link(stages[index - 1], stages[index], pairOf(report, stages[index - 1], stages[index]), at[index - 1], at[index], box, across, most));
  }
  stages.forEach((stage, index) => svg.append(stageBox(stage, timeOf(report, stage), at[index], box)));
  return svg;
}

const pairOf = (report, one, other) => (report.pairs ?? []).find((pair) => pair.from === one.stage && pair.to === other.stage);
const timeOf = (report, { stage }) => (report.times ?? []).find((time) => time.stage === stage);

function stageBox(stage, time, { x, y }, box) {
  const wrong = stage.wrong > 0;
  const usual = typeof time?.medianSeconds === 'number' ? `usually ${span(time.medianSeconds)}` : '';
  const detail = wrong ? `${count(stage.wrong)} wrong ids` : [count(stage.documents), usual].filter(Boolean).join(' · ');
  return drawing('g', { class: 'node', 'data-alarm': wrong ? 'bad' : null },
    drawing('rect', { x, y, width: box.width, height: box.height, rx: 10 }),
    drawing('text', { class: 'node-name', x: x + 10, y: y + 21 }, stage.stage),
    drawing('text', { class: 'node-detail', x: x + 10, y: y + 38 }, detail));
}

function link(from, to, pair, a, b, box, across, most) {
  const lost = (pair?.missing ?? 0) + (pair?.differ ?? 0);
  const thick = Math.max(1.5, (WIDEST_LINE * (pair?.agree ?? 0)) / Math.max(1, most));
  const [x1, y1, x2, y2] = across
    ? [a.x + box.width, a.y + HEIGHT / 2, b.x, b.y + HEIGHT / 2]
    : [a.x + 40, a.y + HEIGHT, b.x + 40, b.y];
  const line = drawing('path', { class: 'flow-line', d: `M${x1} ${y1}L${x2} ${y2}`, 'stroke-width': thick });
  const label = (text, dy, alarm) => drawing('text', {
    class: 'node-detail', 'data-alarm': alarm ? 'bad' : null, x: across ? (x1 + x2) / 2 : x1 + 16, y: across ? y1 + dy : (y1 + y2) / 2 + dy / 4,
    'text-anchor': across ? 'middle' : 'start',
  }, text);
  const nodes = [line];
  if (pair) {
    const waits = waitWords(pair);
    nodes.push(label(across || !waits ? agreeWords(pair) : `${agreeWords(pair)}, ${waits}`, -16, false));
    if (across && waits) {
      nodes.push(label(waits, 22, false));
    }
    if (lost > 0) {
      nodes.push(label(lossWords(pair), across ? 42 : 44, true));
    }
  }
  return nodes;
}

const agreeWords = (pair) => `${count(pair.agree)} agree`;
// Most documents are never asked for, so that none waits for its retrieval.
const waitWords = (pair) => (pair.waiting > 0 && pair.to !== 'retrieved' ? `${count(pair.waiting)} wait` : '');
const lossWords = (pair) => [pair.differ > 0 ? `${count(pair.differ)} differ` : '', pair.missing > 0 ? `${count(pair.missing)} lost` : '']
  .filter(Boolean).join(', ');

function words(stages, report) {
  const said = stages.map((stage) => `${stage.stage} ${plural(stage.documents, 'document')}${stage.wrong > 0 ? `, ${count(stage.wrong)} with wrong ids` : ''}`);
  const pairs = (report.pairs ?? []).map((pair) => `${pair.from} to ${pair.to}: ${[agreeWords(pair), waitWords(pair), lossWords(pair)].filter(Boolean).join(', ')}`);
  return `Pipeline: ${[...said, ...pairs].join('; ')}.`;
}
