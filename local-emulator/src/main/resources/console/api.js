// SPDX-License-Identifier: Apache-2.0
// Client of the control API. An error response becomes an Error with the message of its problem document.

/** Path of a resource, with every segment encoded. */
export const path = (...segments) => segments.map(encodeURIComponent).join('/');

/**
 * Sends a command, always with a JSON body: a page of another site cannot send JSON without a preflight request.
 */
export async function send(method, address, body, headers = {}) {
  let response;
  try {
    response = await fetch(address, {
      method,
      headers: { Accept: 'application/json, application/problem+json', 'Content-Type': 'application/json', ...headers },
      body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
      cache: 'no-store',
    });
  } catch {
    throw new Error('The local cloud does not answer. Is it still running?');
  }
  const answer = await json(response);
  if (!response.ok) {
    throw Object.assign(new Error(problemText(response, answer)), { status: response.status, position: answer.position });
  }
  return answer;
}

/** Beginning of the trace ids of the console's own requests. The gateway does not count them, and the log can leave them out. */
export const OWN_TRACE = 'c0501e';

/** A read that the console repeats by itself: marked, so that nobody takes it for traffic. */
export function poll(address) {
  const hex = (bytes) => [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return send('GET', address, undefined, { traceparent: `00-${OWN_TRACE}${hex(13)}-${hex(8)}-00` });
}

async function json(response) {
  try {
    return (await response.json()) ?? {};
  } catch {
    return {};
  }
}

function problemText(response, problem) {
  const findings = Array.isArray(problem.problems) ? problem.problems : [];
  if (findings.length > 0) {
    return findings.map(finding).join('; ');
  }
  const told = problem.detail ?? problem.title ?? `The local cloud answered ${response.status}.`;
  // A filter that cannot be used: the title or the detail says why, the other what to do.
  const parts = problem.position === undefined ? [told] : [problem.title, problem.detail, problem.remedy];
  return parts.filter((part, index) => part && parts.indexOf(part) === index && !parts.slice(0, index).some((before) => before?.includes(part)))
    .map((part) => String(part).replace(/[.\s]*$/, '.')).join(' ');
}

function finding({ pointer = '', rule = 'is refused', got }) {
  const field = pointer.replace(/^\//, '').replaceAll('/', '.');
  const value = got === undefined || got === null ? '' : ` (got ${JSON.stringify(got)})`;
  return `${field} ${rule}${value}`.trim();
}
