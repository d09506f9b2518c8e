// SPDX-License-Identifier: Apache-2.0
// Flow graph of the components, computed from the status: nodes in layers, and edges between them. No drawing here.

import { count, plural, relative } from './format.js';

/** `{layers: [[{id, kind, name, detail, alarm, count}]], edges: [{from, to, count, backlog}]}`; `count` only ever grows. */
export function graphOf(status) {
  const topics = status.topics ?? [];
  const functions = status.functions ?? [];
  const schedules = status.schedules ?? [];
  const sources = schedules.map((schedule) => ({
    id: `schedule:${schedule.name}`, kind: 'schedule', name: schedule.name, detail: relative(schedule.nextRun, status.now),
  }));
  if (status.story) {
    sources.unshift({ id: 'story', kind: 'story', name: 'story', detail: String(status.story.state ?? '').toLowerCase() });
  }
  const layers = [sources, topics.map(topicNode), functions.map(functionNode),
    status.database ? [databaseNode(status.database)] : []];

  const edges = [];
  for (const schedule of schedules) {
    edges.push({ from: `schedule:${schedule.name}`, to: `topic:${schedule.topic}`, count: Date.parse(schedule.lastRun) || 0 });
  }
  for (const topic of topics) {
    for (const subscription of topic.subscriptions ?? []) {
      const target = functions.find((candidate) => calls(subscription.endpoint, candidate));
      if (target) {
        edges.push({ from: `topic:${topic.name}`, to: `function:${target.name}`, count: subscription.acked ?? 0,
          backlog: subscription.backlog ?? 0 });
      }
    }
  }
  edges.push(...(status.flows ?? []));
  for (const user of usersOfDatabase(status)) {
    edges.push({ from: `function:${user.name}`, to: 'database', count: user.requests ?? 0 });
  }
  const known = new Set(layers.flat().map((node) => node.id));
  return { layers: layers.filter((layer) => layer.length > 0),
    edges: edges.filter((edge) => known.has(edge.from) && known.has(edge.to)) };
}

/** Functions that work on the database; the story is no function. `generate` only computes. */
export function usersOfDatabase(status) {
  return status.database ? (status.functions ?? []).filter((item) => item.database ?? item.name !== 'generate') : [];
}

/** Text alternative of the graph. */
export function describe({ layers, edges }) {
  const nodes = layers.flat();
  const name = (id) => nodes.find((node) => node.id === id).name;
  const links = edges.map((edge) => `${name(edge.from)} to ${name(edge.to)}`);
  return `Data flow: ${links.join(', ') || nodes.map((node) => node.name).join(', ') || 'nothing yet'}.`;
}

function calls(endpoint, target) {
  const address = target.url ?? `/functions/${target.name}`;
  const at = endpoint?.indexOf(address) ?? -1;
  return at >= 0 && ['', '/', '?'].includes(endpoint.charAt(at + address.length));
}

function topicNode(topic) {
  const subscriptions = topic.subscriptions ?? [];
  const waiting = subscriptions.reduce((sum, subscription) => sum + (subscription.backlog ?? 0), 0);
  return { id: `topic:${topic.name}`, kind: 'topic', name: topic.name, count: topic.published ?? 0,
    detail: waiting > 0 ? `${count(waiting)} waiting` : plural(topic.published ?? 0, 'message'), alarm: waiting > 0 ? 'wait' : null };
}

function functionNode(item) {
  return { id: `function:${item.name}`, kind: 'function', name: item.name, count: item.requests ?? 0,
    detail: plural(item.requests ?? 0, 'request'), alarm: ['FAILED', 'KILLED'].includes(item.state) ? 'bad' : null };
}

function databaseNode(database) {
  const rows = (database.tables ?? []).reduce((sum, table) => sum + (table.rows ?? 0), 0);
  return { id: 'database', kind: 'database', name: database.external ? 'your database' : 'database',
    count: rows, detail: plural(rows, 'row') };
}
