// SPDX-License-Identifier: Apache-2.0
// Decides on a proposal: apply or reject it, with a reason; or copy it for Terraform.

import { send } from '../api.js';
import { copy } from '../copyable.js';
import { element } from '../dom.js';
import { attempt } from '../notices.js';
import { proposalAddress } from './feed.js';

export function decisionForm(changed) {
  let chosen = null;
  const reason = element('input', { type: 'text', id: 'tuning-reason', maxlength: '500', autocomplete: 'off' });
  const apply = element('button', { type: 'submit', class: 'primary' }, 'Apply');
  const reject = element('button', { type: 'button' }, 'Reject');
  const variables = element('button', { type: 'button' }, 'Copy for Terraform');
  const fields = element('form', { class: 'acknowledge' },
    element('div', { class: 'field' }, element('label', { for: 'tuning-reason' }, 'Reason, if you like'), reason), apply, reject);
  const node = element('div', { class: 'decision', hidden: true }, fields, variables);

  const decide = (button, verb, done) => attempt(button, async () => {
    await send('POST', proposalAddress(chosen.id, verb), reason.value.trim() === '' ? {} : { reason: reason.value.trim() });
    reason.value = '';
  }, done).then(changed);
  fields.addEventListener('submit', (event) => {
    event.preventDefault();
    decide(apply, 'apply', 'The thresholds of tuned alerts are in force.');
  });
  reject.addEventListener('click', () => decide(reject, 'reject', 'The proposal is rejected.'));
  variables.addEventListener('click', async () => {
    let answer = null;
    await attempt(variables, async () => { answer = await send('POST', `${proposalAddress(chosen.id, 'apply')}?as=tfvars`); }, 'Nothing was changed.');
    if (answer !== null) {
      copy(JSON.stringify(answer, null, 2), 'Terraform variables');
    }
  });

  return {
    node,
    show(proposal, changes) {
      chosen = proposal;
      fields.hidden = proposal?.state !== 'READY';
      apply.hidden = !changes;
      variables.hidden = !changes || proposal?.state === 'RUNNING';
      node.hidden = fields.hidden && variables.hidden;
    },
  };
}
