// SPDX-License-Identifier: Apache-2.0
// Entry point of the console: shows the page of the address, and passes it each status.

import { attentionOf } from './attention.js';
import { openDialogs } from './dialogs.js';
import { byId, setText } from './dom.js';
import { listen } from './live.js';
import { pollMigrations } from './migrations.js';
import * as alerts from './pages/alerts.js';
import * as dashboards from './pages/dashboards.js';
import * as database from './pages/database.js';
import * as functions from './pages/functions.js';
import * as logs from './pages/logs.js';
import * as mapping from './pages/mapping.js';
import * as messaging from './pages/messaging.js';
import * as metrics from './pages/metrics.js';
import * as migration from './pages/migration.js';
import * as overview from './pages/overview.js';
import * as probe from './pages/probe.js';
import * as reports from './pages/reports.js';
import * as tuning from './pages/tuning.js';
import { setClock } from './shell/clock.js';
import { pageOf } from './shell/pages.js';
import { openPalette } from './shell/palette.js';
import { openQuestion } from './shell/question.js';
import { showAttention, showCurrent } from './shell/rail.js';
import { onRoute, route } from './shell/router.js';
import { openShortcuts } from './shell/shortcuts.js';
import { relative } from './format.js';
import { storyTitle } from './story-view.js';

const CONNECTION = { live: 'Live', lost: 'Connection lost, trying again…' };
const VIEWS = { overview, mapping, migration, dashboards, alerts, metrics, logs, messaging, functions, database, probe, tuning, reports };
let status = null;
let shown = null;

Object.values(VIEWS).forEach((view) => view.open?.());
openDialogs();
openQuestion();
openPalette(() => status);
openShortcuts();
byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  byId('main').focus();
});

/** Shows the page of a route. */
function enter(next) {
  const there = status === null || (pageOf(next.page)?.exists?.(status) ?? true);
  const id = VIEWS[next.page] && there ? next.page : 'other';
  const moved = shown !== null && shown.page !== next.page;
  if (moved) {
    VIEWS[shown.page]?.leave?.();
    window.scrollTo(0, 0);
  }
  shown = next;
  for (const page of document.querySelectorAll('.page')) {
    page.hidden = page.id !== `page-${id}`;
  }
  setText(byId('page-title'), pageOf(next.page)?.name ?? 'Not found');
  setText(byId('other-text'), pageOf(next.page) ? 'This local cloud does not have this part.' : 'There is no page at this address.');
  document.body.dataset.page = id;
  showCurrent(next);
  title();
  if (moved) {
    byId('page-title').focus({ preventScroll: true });
  }
  if (status !== null) {
    VIEWS[id]?.enter?.(next, status);
    VIEWS[id]?.show?.(status);
  }
  pollMigrations(status, next.page);
}

function title() {
  const name = shown.page === 'overview' ? '' : byId('page-title').textContent;
  document.title = [storyTitle(status?.story), name, 'Truename'].filter(Boolean).join(' · ');
}

function arrived(next) {
  const first = status === null;
  status = next;
  setClock(status.now, status.telemetry?.aheadSeconds);
  const up = status.startedAt ? ` · started ${relative(status.startedAt, status.now ?? new Date().toISOString())}` : '';
  setText(byId('version'), `local cloud ${status.version ?? ''}${up}`);
  const wanted = new Map();
  attentionOf(status).forEach((item) => wanted.set(item.page, (wanted.get(item.page) ?? 0) + 1));
  showAttention(status, wanted);
  if (!first && document.body.dataset.page === 'other' && pageOf(shown.page)?.exists?.(status)) {
    // The part of this page has come.
    enter(route());
  }
  if (first) {
    enter(route());
    document.body.dataset.ready = 'true';
  } else {
    VIEWS[shown.page]?.show?.(status);
    pollMigrations(status, shown.page);
    title();
  }
}

onRoute(enter);
enter(route());
listen('api/stream?log=off', {
  status: arrived,
  log() {},
  changed(state) {
    byId('connection').dataset.state = state;
    document.body.dataset.connection = state;
    setText(byId('connection'), CONNECTION[state]);
  },
});
