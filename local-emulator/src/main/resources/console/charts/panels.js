// SPDX-License-Identifier: Apache-2.0
// Ready panels, by function: the usual query of each metric of ours, and a chosen few of the cloud's.

import { groupOf, isOwn, shortName, titleOf } from './metric-names.js';
import { alignersOf, reducersOf, valuesOf } from './query.js';

const GROUPS = {
  generate: 'Generate', migrate: 'Migrate', alias: 'Late look-ups', instances: 'Instances', function: 'Faults', runtime: 'Runtime', pubsub: 'Messaging',
  database: 'Database', probe: 'Probe',
};
/** The panels, in their order. Other metrics are found in the list; a group without a chosen one shows its first. */
const CHOSEN = [
  'generate/requests', 'generate/latency', 'generate/refusals', 'generate/documents', 'generate/collisions', 'generate/self_checks',
  'migrate/progress', 'migrate/rows_per_second', 'migrate/rows_moved', 'migrate/batch_seconds', 'migrate/holds', 'migrate/quarantined',
  'alias/found', 'alias/late',
  'run.googleapis.com/request_count', 'run.googleapis.com/request_latencies', 'run.googleapis.com/container/instance_count',
  'run.googleapis.com/container/memory/utilizations', 'run.googleapis.com/container/startup_latencies',
  'pubsub.googleapis.com/subscription/num_undelivered_messages', 'pubsub.googleapis.com/subscription/oldest_unacked_message_age',
  'pubsub.googleapis.com/subscription/dead_letter_message_count',
  'database/connections', 'database/lock_waits', 'database/replication_lag_seconds', 'database/dead_rows', 'database/id_lookup_seconds',
  'cloudsql.googleapis.com/database/disk/bytes_used',
];
const MOST_OTHERS = 4;
/** A label by which the first look is best split, if a metric has it. */
const SPLIT = ['outcome', 'rule', 'code', 'response_code_class', 'response_code', 'response_class', 'state', 'direction', 'to',
  'kind', 'reason', 'stage', 'function'];
const RESOURCE_SPLIT = { 'run.googleapis.com': 'resource.labels.service_name', 'pubsub.googleapis.com': 'resource.labels.subscription_id' };

/** `[{id, name, panels: [{title, query}]}]` of the metrics that exist; `only` is a function's name, or null for all. */
export function panelsOf(descriptors, only) {
  const groups = new Map();
  for (const metric of descriptors) {
    const group = groupOf(metric.type);
    groups.set(group, [...(groups.get(group) ?? []), metric]);
  }
  const order = Object.keys(GROUPS);
  const rank = (group) => (order.includes(group) ? order.indexOf(group) : order.length);
  return [...groups].filter(([group]) => only === null || [only, 'instances'].includes(group))
    .sort(([one], [other]) => rank(one) - rank(other))
    .map(([group, metrics]) => ({
      id: group, name: GROUPS[group] ?? group[0].toUpperCase() + group.slice(1),
      panels: chosenOf(metrics).map((metric) => ({ title: titleOf(metric), query: usualQuery(metric, only) })),
    }));
}

function chosenOf(metrics) {
  const place = ({ type }) => CHOSEN.indexOf(shortName(type));
  const chosen = metrics.filter((metric) => place(metric) >= 0).sort((one, other) => place(one) - place(other));
  return chosen.length > 0 ? chosen : metrics.slice(0, MOST_OTHERS);
}

/** The query with which a metric is best looked at first. */
export function usualQuery(metric, only = null) {
  const [aligner] = alignersOf(metric);
  const [reducer] = reducersOf(metric, aligner);
  const split = SPLIT.find((label) => (metric.labels ?? []).includes(label));
  const resource = RESOURCE_SPLIT[metric.type.split('/')[0]];
  const groupBy = [...(split ? [`metric.labels.${split}`] : []), ...(resource && only === null ? [resource] : [])];
  const filter = only !== null && !isOwn(metric.type) ? `resource.labels.service_name="${only}"` : '';
  return { metric: metric.type, aligner, reducer, groupBy, filter, value: valuesOf(metric, { aligner, reducer })[0] };
}
