// SPDX-License-Identifier: Apache-2.0
// What a person should look at, computed from the status and the newest run. No drawing here.

import { count, plural, seconds } from './format.js';
import { holdWords } from './hold-words.js';
import { latestRun } from './migrations.js';
import { addressOf } from './shell/router.js';

const OLD_SECONDS = 120;

/** `[{key, page, level: 'bad' | 'wait', text, address}]`, the worst first. */
export function attentionOf(status, run = latestRun()) {
  const found = [];
  const add = (page, level, key, text, parts = []) => found.push({ key: `${page} ${key}`, page, level, text, address: addressOf(page, parts) });

  for (const part of status.parts ?? []) {
    if (!part.up) {
      add(pageOfPart(part.name), 'bad', `part ${part.name}`, `${part.name} is down${part.detail ? `: ${part.detail}` : '.'}`);
    }
  }
  if (status.story?.state === 'FAILED') {
    add('overview', 'bad', 'story', `The story failed${status.story.failure ? `: ${status.story.failure}` : '.'}`);
  }
  for (const item of status.functions ?? []) {
    if (item.state === 'FAILED') {
      add('functions', 'bad', `${item.name} state`, `${item.name} does not start${item.detail ? `: ${item.detail}` : '.'}`, [item.name]);
    }
    if (item.failures > 0) {
      add('functions', 'wait', `${item.name} failures`, `${item.name} failed ${plural(item.failures, 'request')}.`, [item.name]);
    }
    if (item.timeouts + item.memoryExcesses > 0) {
      add('functions', 'wait', `${item.name} limits`, `${item.name} exceeded its limits ${plural(item.timeouts + item.memoryExcesses, 'time')}.`, [item.name]);
    }
  }
  for (const topic of status.topics ?? []) {
    for (const item of topic.subscriptions ?? []) {
      messagesOf(topic, item, add);
    }
  }
  runOf(run, add);
  return found.sort((one, other) => Number(other.level === 'bad') - Number(one.level === 'bad'));
}

function pageOfPart(name) {
  return { database: 'database', pubsub: 'messaging', scheduler: 'messaging', functions: 'functions' }[name] ?? 'overview';
}

/** Dead letters that wait, and messages that have waited for long. */
function messagesOf(topic, item, add) {
  if (item.backlog > 0 && /dead.?letter/.test(topic.name)) {
    add('messaging', 'bad', `${item.name} dead`, `${plural(item.backlog, 'dead letter')} in ${item.name}.`);
  } else if (item.backlog > 0 && item.oldestUnackedSeconds >= OLD_SECONDS) {
    add('messaging', 'wait', `${item.name} old`, `${count(item.backlog)} waiting in ${item.name}, the oldest for ${seconds(item.oldestUnackedSeconds)}.`);
  }
}

function runOf(run, add) {
  if (!run) {
    return;
  }
  if (run.lastError && ['PAUSED', 'FAILED'].includes(run.state)) {
    add('migration', 'bad', 'error', `The migration stopped: ${run.lastError.message ?? run.lastError.code}`, [run.id]);
  }
  if (run.waiting) {
    add('migration', 'wait', 'hold', holdWords(run.waitingCode, run.waiting), [run.id]);
  }
  if (run.documents?.quarantined > 0 && run.direction !== 'BACK') {
    add('migration', 'wait', 'quarantine', `${plural(run.documents.quarantined, 'document')} set aside by the migration.`, [run.id]);
  }
}
