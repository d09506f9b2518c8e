// SPDX-License-Identifier: Apache-2.0
// Database: where it is, who uses it, connections, sizes and rows.

import { byId, element, reconcile, setText } from '../dom.js';
import { usersOfDatabase } from '../flow-graph.js';
import { bytes, count, plural } from '../format.js';
import { liveTable } from '../table.js';

const address = element('p', { class: 'database-address' }, element('code'), element('span', { class: 'quiet' }));
const figures = element('dl', { class: 'facts' });
const tables = liveTable({
  caption: 'Tables with their rows and sizes',
  empty: 'No tables yet.',
  keyOf: (item) => item.name,
  columns: [
    { label: 'Table', text: (item) => item.name },
    { label: 'Rows', number: true, text: (item) => count(item.rows) },
    { label: 'Size', number: true, text: (item) => bytes(item.bytes) },
  ],
});

export function open() {
  byId('database').append(address, figures, ...tables.nodes);
}

export function show(status) {
  const database = status.database;
  address.hidden = !database;
  setText(address.firstElementChild, database?.url);
  setText(address.lastElementChild, database
    ? [`PostgreSQL ${database.version ?? ''}`, bytes(database.sizeBytes), plural(database.tables?.length ?? 0, 'table'),
      database.external ? 'your own server' : ''].filter(Boolean).join(' · ') : '');
  showFigures(status, database);
  tables.show(database?.tables ?? []);
}

function showFigures(status, database) {
  const users = usersOfDatabase(status).map((user) => user.name);
  const list = database ? [
    ['connections', count(database.connections), database.maxConnections > 0 ? `connections, of ${count(database.maxConnections)} allowed` : 'connections'],
    ['active', count(database.active), 'connections at work'],
    ['waiting', count(database.waiting), 'wait for a lock'],
    ['size', bytes(database.sizeBytes), 'size, indexes included'],
    ['users', count(users.length), users.length > 0 ? `used by ${users.join(', ')}` : 'parts use it'],
  ] : [];
  reconcile(figures, list, ([name]) => name, () => element('div', {}, element('dt'), element('dd')),
    (node, [, value, label]) => {
      setText(node.firstElementChild, label);
      setText(node.lastElementChild, value);
    });
}
