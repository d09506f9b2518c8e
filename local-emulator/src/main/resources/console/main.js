// SPDX-License-Identifier: Apache-2.0
// Entry point of the console: creates every panel once; the event stream then updates them.

import { openDialogs } from './dialogs.js';
import { byId, setText } from './dom.js';
import { openFilePanel } from './file-ids.js';
import { openFlowPanel, showFlow } from './flow-view.js';
import { listen } from './live.js';
import { addLogLine, openLogPanel } from './log-view.js';
import { openMigrationPanel, showMigration } from './migration-view.js';
import { openStatusPanels, showStatus } from './status-view.js';
import { openStoryPanel, showStory } from './story-view.js';
import { openTopicsPanel, showTopics } from './topics-view.js';

const CONNECTION = { live: 'Live', lost: 'Connection lost, trying again…' };

openStoryPanel();
openFlowPanel();
openMigrationPanel();
openFilePanel();
openLogPanel();
openStatusPanels();
openTopicsPanel();
openDialogs();

listen('api/stream', {
  log: addLogLine,
  status(status) {
    showStory(status.story);
    showFlow(status);
    showMigration(status);
    showStatus(status);
    showTopics(status.topics ?? [], status.pubSub);
    document.body.dataset.ready = 'true';
  },
  changed(state) {
    byId('connection').dataset.state = state;
    document.body.dataset.connection = state;
    setText(byId('connection'), CONNECTION[state]);
  },
});
