// SPDX-License-Identifier: Apache-2.0
// Draws the flow graph in its displayed size, so that its text is as large as the page's: layers side by side, or one
// below the other on a narrow page. A dot travels along an edge for each new message or request.

import { byId, drawing, element, setAttribute, setText } from './dom.js';
import { describe, graphOf } from './flow-graph.js';

const HEIGHT = 46;
const LINE = 15;
const MARGIN = 38;
const GAP = 16;
const ICONS = {
  story: 'M3 2.5h6.5v9H3zM5 5h2.5M5 7.5h2.5',
  schedule: 'M6.5 1.5a5 5 0 1 1 0 10a5 5 0 1 1 0-10M6.5 4v2.7l1.8 1.2',
  topic: 'M1.5 3.5h10M1.5 6.5h10M1.5 9.5h10',
  function: 'M10 2.2c-2.6-.8-3 .8-3.3 2.3L5.4 10c-.3 1.5-1.2 2-2.6 1.6M3.8 5.8h5',
  database: 'M2 3.2c0-2.2 9-2.2 9 0s-9 2.2-9 0v6.6c0 2.2 9 2.2 9 0V3.2',
};

const calm = matchMedia('(prefers-reduced-motion: reduce)');
const nothing = element('p', { class: 'empty' }, 'No traffic yet.');
let graph = { layers: [], edges: [] };
let shape = '';
let drawn = { nodes: new Map(), edges: [] };
let boxHeight = HEIGHT;
const ruler = document.createElement('canvas').getContext('2d');

export function openFlowPanel() {
  byId('flow').append(nothing);
  new ResizeObserver(() => draw()).observe(byId('flow'));
}

export function showFlow(status) {
  graph = graphOf(status);
  draw();
}

function draw() {
  const width = Math.floor(byId('flow').clientWidth);
  const next = JSON.stringify([width, graph.layers.map((layer) => layer.map((node) => node.id)),
    graph.edges.map((edge) => [edge.from, edge.to])]);
  if (next !== shape && width > 0) {
    shape = next;
    redraw(width);
  }
  graph.layers.flat().forEach(updateNode);
  graph.edges.forEach(updateEdge);
}

function redraw(width) {
  drawn = { nodes: new Map(), edges: [] };
  const horizontal = width >= 560;
  const boxes = horizontal ? sideBySide(width) : stacked(width);
  const height = Math.max(0, ...[...boxes.values()].map((box) => box.y + box.height)) + 2;
  const svg = drawing('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': describe(graph) });
  const edges = drawing('g', { class: 'edges' });
  const nodes = drawing('g', { class: 'nodes' });
  svg.append(edges, nodes);
  nothing.hidden = graph.layers.length > 0;
  byId('flow').replaceChildren(nothing, ...(graph.layers.length > 0 ? [svg] : []));
  for (const edge of graph.edges) {
    const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
    const line = drawing('path', { class: 'edge', d: horizontal ? across(from, to) : down(from, to, width) });
    edges.append(line);
    drawn.edges.push({ line, count: edge.count });
  }
  for (const node of graph.layers.flat()) {
    nodes.append(nodeDrawing(node, boxes.get(node.id)));
  }
  for (const node of graph.layers.flat()) {
    const { names, detail, width: room } = drawn.nodes.get(node.id);
    const parts = linesOf(node.name, room);
    names.forEach((name, index) => fit(name, parts[index] ?? '', room));
    setAttribute(detail, 'y', 35 + LINE * (parts.length - 1));
  }
}

function sideBySide(width) {
  const boxes = new Map();
  const gap = Math.max(30, Math.min(60, width * 0.055));
  const each = Math.floor((width - 2 - gap * (graph.layers.length - 1)) / graph.layers.length);
  const lane = leaps() ? 18 : 2;
  boxHeight = heightOf(each);
  const tallest = Math.max(0, ...graph.layers.map((layer) => layer.length)) * (boxHeight + GAP);
  graph.layers.forEach((layer, index) => {
    const top = lane + (tallest - layer.length * (boxHeight + GAP)) / 2 + GAP / 2;
    layer.forEach((node, row) => boxes.set(node.id,
      { layer: index, gap, x: 1 + index * (each + gap), y: top + row * (boxHeight + GAP), width: each, height: boxHeight }));
  });
  return boxes;
}

function stacked(width) {
  const boxes = new Map();
  const room = width - 2 - (leaps() ? 14 : 0);
  let y = 2;
  boxHeight = heightOf(Math.floor((room - 10) / 2));
  graph.layers.forEach((layer, index) => {
    const columns = layer.length === 1 ? 1 : 2;
    const each = Math.floor((room - 10 * (columns - 1)) / columns);
    layer.forEach((node, at) => boxes.set(node.id, { layer: index, gap: 28, x: 1 + (at % columns) * (each + 10),
      y: y + Math.floor(at / columns) * (boxHeight + 10), width: each, height: boxHeight }));
    y += Math.ceil(layer.length / columns) * (boxHeight + 10) + 18;
  });
  return boxes;
}

/** True when an edge passes over a layer: those edges get a lane of their own beside the nodes. */
function leaps() {
  const layerOf = (id) => graph.layers.findIndex((layer) => layer.some((node) => node.id === id));
  return graph.edges.some((edge) => layerOf(edge.to) - layerOf(edge.from) > 1);
}

function across(from, to) {
  const [x1, y1, y2] = [from.x + from.width, from.y + from.height / 2, to.y + to.height / 2];
  if (to.layer - from.layer > 1) {
    const leave = x1 + from.gap * 0.4;
    const enter = to.x - to.gap * 0.4;
    return rounded([[x1, y1], [leave, y1], [leave, 6], [enter, 6], [enter, y2], [to.x, y2]]);
  }
  const x2 = from.x === to.x ? x1 : to.x;
  const bend = Math.max(24, Math.abs(x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 + (from.x === to.x ? bend : -bend)} ${y2} ${x2} ${y2}`;
}

function down(from, to, width) {
  const [x1, y1, x2, y2] = [from.x + from.width / 2, from.y + from.height, to.x + to.width / 2, to.y];
  if (to.layer - from.layer > 1) {
    const [leave, enter] = [y1 + from.gap * 0.35, y2 - to.gap * 0.35];
    return rounded([[x1, y1], [x1, leave], [width - 5, leave], [width - 5, enter], [x2, enter], [x2, y2]]);
  }
  const bend = Math.max(12, Math.abs(y2 - y1) / 2);
  return `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
}

/** A line through points, each corner rounded as far as its neighbours allow. */
function rounded(points) {
  const towards = ([x, y], [u, v], radius) => {
    const length = Math.hypot(u - x, v - y) || 1;
    const part = Math.min(radius, length / 2) / length;
    return `${x + (u - x) * part} ${y + (v - y) * part}`;
  };
  const corners = points.slice(1, -1).map((corner, index) =>
    `L${towards(corner, points[index], 9)}Q${corner.join(' ')} ${towards(corner, points[index + 2], 9)}`);
  return `M${points[0].join(' ')}${corners.join('')}L${points.at(-1).join(' ')}`;
}

function nodeDrawing(node, box) {
  const names = [19, 19 + LINE].map((y) => drawing('text', { class: 'node-name', x: 28, y }));
  const detail = drawing('text', { class: 'node-detail', x: 28, y: 35 });
  const group = drawing('g', { class: `node ${node.kind}`, transform: `translate(${box.x} ${box.y})` },
    drawing('title', {}, node.name),
    drawing('rect', { width: box.width, height: box.height, rx: 10 }),
    drawing('path', { class: 'icon', d: ICONS[node.kind] ?? '', transform: 'translate(10 9)' }), ...names, detail);
  drawn.nodes.set(node.id, { group, names, detail, width: box.width - MARGIN, count: node.count });
  return group;
}

function updateNode(node) {
  const known = drawn.nodes.get(node.id);
  if (!known) {
    return;
  }
  if (known.told !== node.detail) {
    known.told = node.detail;
    fit(known.detail, node.detail, known.width);
  }
  setAttribute(known.group, 'data-alarm', node.alarm);
  if (node.count > known.count && !calm.matches) {
    known.group.animate([{ opacity: 0.55 }, { opacity: 1 }], { duration: 500, easing: 'ease-out' });
  }
  known.count = node.count;
}

function updateEdge(edge, index) {
  const known = drawn.edges[index];
  if (!known) {
    return;
  }
  setAttribute(known.line, 'data-waiting', edge.backlog > 0);
  if (edge.count > known.count && !calm.matches) {
    travel(known.line);
  }
  known.count = edge.count;
}

function travel(line) {
  const dot = drawing('circle', { class: 'dot', r: 4 });
  line.parentNode.append(dot);
  dot.style.offsetPath = `path("${line.getAttribute('d')}")`;
  dot.animate([{ offsetDistance: '0%' }, { offsetDistance: '100%' }], { duration: 800, easing: 'ease-in-out' })
    .finished.then(() => dot.remove(), () => dot.remove());
}

/** Height of all boxes of this width: two lines if a name needs them. */
function heightOf(width) {
  const two = graph.layers.flat().some((node) => linesOf(node.name, width - MARGIN).length > 1);
  return HEIGHT + (two ? LINE : 0);
}

/** A name on one line, or on two if it is too long for one, broken after a hyphen if there is one. */
function linesOf(name, width) {
  ruler.font = `600 12px ${getComputedStyle(document.body).fontFamily}`;
  const fits = (words) => ruler.measureText(words).width <= width;
  if (fits(name)) {
    return [name];
  }
  const breaks = [...name.matchAll(/[-_. ]/g)].map((found) => found.index + 1);
  const at = breaks.filter((index) => fits(name.slice(0, index))).at(-1)
    ?? Math.max(1, [...name].findIndex((letter, index) => !fits(name.slice(0, index + 1))));
  return [name.slice(0, at), name.slice(at)];
}

/** Shortens the text until it fits: fonts differ too much to count letters. */
function fit(text, words, width) {
  setText(text, words);
  for (let length = words.length - 1; length > 2 && text.getComputedTextLength() > width; length--) {
    setText(text, `${words.slice(0, length).trimEnd()}…`);
  }
}
