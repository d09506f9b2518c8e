// SPDX-License-Identifier: Apache-2.0
// Ready panels, by function: the usual query of each metric of ours, and a chosen few of the cloud's.

import { groupOf, isOwn, shortName } from './metric-names.js';
import { alignersOf, reducersOf, valuesOf } from './query.js';

const GROUPS = {
  generate: 'Generate', migrate: 'Migrate', alias: 'Late look-ups', instances: 'Instances', function: 'Faults', runtime: 'Runtime', pubsub: 'Messaging',
  database: 'Database', probe: 'Probe',
};
const CLOUD = [
  'run.googleapis.com/request_count', 'run.googleapis.com/request_latencies', 'run.googleapis.com/container/instance_count',
  'run.googleapis.com/container/memory/utilizations', 'run.googleapis.com/container/cpu/utilizations', 'run.googleapis.com/container/startup_latencies', 'pubsub.googleapis.com/subscription/num_undelivered_messages',
  'pubsub.googleapis.com/subscription/oldest_unacked_message_age', 'pubsub.googleapis.com/subscription/dead_letter_message_count',
  'cloudsql.googleapis.com/database/postgresql/num_backends', 'cloudsql.googleapis.com/database/disk/bytes_used',
];
/** A label by which the first look is best split, if a metric has it. */
const SPLIT = ['outcome', 'rule', 'code', 'response_code_class', 'response_code', 'response_class', 'state', 'direction', 'to', 'kind', 'reason', 'stage', 'function'];
const RESOURCE_SPLIT = { 'run.googleapis.com': 'resource.labels.service_name', 'pubsub.googleapis.com': 'resource.labels.subscription_id' };

/** `[{name, panels: [{title, query}]}]` of the metrics that exist; `only` is a function's name, or null for all. */
export function panelsOf(descriptors, only) {
  const groups = new Map();
  for (const metric of descriptors.filter(({ type }) => isOwn(type) || CLOUD.includes(type))) {
    const group = groupOf(metric.type);
    if (!groups.has(group)) {
      groups.set(group, []);
    }
    groups.get(group).push({ metric, title: metric.displayName || shortName(metric.type), query: usualQuery(metric, only) });
  }
  const order = Object.keys(GROUPS);
  const rank = (group) => (order.includes(group) ? order.indexOf(group) : order.length);
  return [...groups].filter(([group]) => only === null || [only, 'instances'].includes(group))
    .sort(([one], [other]) => rank(one) - rank(other))
    .map(([group, panels]) => ({ id: group, name: GROUPS[group] ?? group[0].toUpperCase() + group.slice(1), panels }));
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
