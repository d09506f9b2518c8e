// SPDX-License-Identifier: Apache-2.0
// Commands to the local cloud. A refusal becomes an Error whose message is the problem's own words.

/** The path of one resource: every segment is encoded. */
export const path = (...segments) => segments.map(encodeURIComponent).join('/');

/**
 * Sends a command. The body goes as JSON even when it is empty: a page of another site cannot send that without asking.
 */
export async function send(method, address, body) {
  let response;
  try {
    response = await fetch(address, {
      method,
      headers: { Accept: 'application/json, application/problem+json', 'Content-Type': 'application/json' },
      body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
      cache: 'no-store',
    });
  } catch {
    throw new Error('The local cloud does not answer. Is it still running?');
  }
  const answer = await json(response);
  if (!response.ok) {
    throw new Error(problemText(response, answer));
  }
  return answer;
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
  return problem.detail ?? problem.title ?? `The local cloud answered ${response.status}.`;
}

function finding({ pointer = '', rule = 'is refused', got }) {
  const field = pointer.replace(/^\//, '').replaceAll('/', '.');
  const value = got === undefined || got === null ? '' : ` (got ${JSON.stringify(got)})`;
  return `${field} ${rule}${value}`.trim();
}
