// SPDX-License-Identifier: Apache-2.0
// Names of metrics as people say them.

const OWN = /^(?:logging\.googleapis\.com\/user|custom\.googleapis\.com)\/truename\//;

/** `generate/requests` for a metric of ours, the whole type for any other. */
export const shortName = (type) => String(type).replace(OWN, '');

export const isOwn = (type) => OWN.test(type);

/** The group of a metric: its function, or the service of the cloud. */
export function groupOf(type) {
  if (isOwn(type)) {
    return shortName(type).split('/')[0];
  }
  return { 'run.googleapis.com': 'instances', 'pubsub.googleapis.com': 'pubsub', 'cloudsql.googleapis.com': 'database' }[type.split('/')[0]] ?? 'other';
}

/** What a person calls a metric: its display name, or that of its type in words, such as "Rows per second". */
export function titleOf({ type, displayName }) {
  const name = shortName(type);
  if (displayName && displayName !== name) {
    return displayName;
  }
  const words = (isOwn(type) ? name.split('/').slice(1).join(' ') : name).replaceAll('_', ' ');
  return words === '' ? name : words[0].toUpperCase() + words.slice(1);
}
