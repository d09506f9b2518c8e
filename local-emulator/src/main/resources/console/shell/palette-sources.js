// SPDX-License-Identifier: Apache-2.0
// Runs and metrics for the palette, asked for when it opens. A part that does not answer has nothing to find.

import { poll } from '../api.js';
import { timeOfDay } from '../format.js';
import { stateWords } from '../migration-words.js';
import { hasMigrate } from '../migrations.js';
import { shortName } from '../charts/metric-names.js';
import { addressOf } from './router.js';

export async function runsToFind(status) {
  if (!hasMigrate(status)) {
    return [];
  }
  const items = await itemsOf('functions/migrate/migrations?limit=20');
  return items.map((run) => ({ kind: 'Run', name: String(run.id).slice(0, 8), detail: `${stateWords(run)}, planned ${timeOfDay(run.createdAt)}`,
    address: addressOf('migration', [run.id]) }));
}

export async function metricsToFind() {
  const items = await itemsOf('api/metrics/descriptors');
  return items.map((metric) => ({ kind: 'Metric', name: shortName(metric.type), detail: metric.displayName ?? '',
    address: addressOf('metrics', [], { metric: metric.type }) }));
}

async function itemsOf(address) {
  try {
    return (await poll(address)).items ?? [];
  } catch {
    return [];
  }
}
