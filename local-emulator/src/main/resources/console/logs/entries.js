// SPDX-License-Identifier: Apache-2.0
// Log entries as the page shows them, from those of the API and from lines of the status stream. No drawing here.

import { OWN_TRACE } from '../api.js';

export const SEVERITIES = ['DEFAULT', 'DEBUG', 'INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL', 'ALERT', 'EMERGENCY'];
const AS = { WARN: 'WARNING' };

export const rankOf = (severity) => Math.max(0, SEVERITIES.indexOf(AS[severity] ?? severity));

/** `{id, time, severity, source, message, details, trace, own, fields}` of an entry of the API. */
export function entryOf(raw) {
  const payload = raw.jsonPayload ?? {};
  const labels = raw.resource?.labels ?? {};
  const details = Object.entries(payload).filter(([key]) => key !== 'message').map(([key, value]) => `${key}=${text(value)}`).join(' ');
  return {
    id: raw.insertId ?? `${raw.timestamp} ${Math.random()}`,
    instant: raw.timestamp, time: Date.parse(raw.timestamp),
    severity: raw.severity ?? 'DEFAULT',
    source: labels.service_name ?? labels.function_name ?? labels.subscription_id ?? raw.labels?.component ?? last(raw.logName),
    message: String(raw.textPayload ?? payload.message ?? requestWords(raw.httpRequest)),
    details, trace: raw.trace ?? null, own: isOwn(raw.trace), fields: fieldsOf(raw), raw,
  };
}

const requestWords = ({ requestMethod = '', requestUrl = '', status = '' } = {}) => `${requestMethod} ${requestUrl} ${status}`.trim();

/** The same of a line of the status stream. */
export function entryOfLine(line, number) {
  const trace = line.fields?.['logging.googleapis.com/trace'] ?? null;
  return entryOf({
    insertId: `line ${number}`, timestamp: line.time, severity: line.severity, trace, resource: { labels: { service_name: line.source } },
    jsonPayload: { message: line.message, ...line.fields },
  });
}

const isOwn = (trace) => Boolean(trace) && last(trace).startsWith(OWN_TRACE);
const last = (name) => String(name ?? '').split('/').at(-1);
const text = (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Lower-case words to search in. */
export const wordsOf = (entry) => `${entry.source} ${entry.severity} ${entry.message} ${entry.details}`.toLowerCase();

/** `[path, value, filter]` of each field, the filter in the query language. */
function fieldsOf(raw) {
  const found = [];
  const walk = (path, value) => {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      Object.entries(value).forEach(([key, inner]) => walk(path === '' ? key : `${path}.${/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key)}`, inner));
    } else if (value !== null && value !== undefined && path !== 'receiveTimestamp') {
      found.push([path, text(value), `${path}=${typeof value === 'number' || typeof value === 'boolean' ? value : JSON.stringify(text(value))}`]);
    }
  };
  walk('', raw);
  return found;
}
