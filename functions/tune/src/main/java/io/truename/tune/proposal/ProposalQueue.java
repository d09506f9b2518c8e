// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.proposal;

import java.util.UUID;

/** Queue of parts of proposals. */
public interface ProposalQueue {
    /** Asks for the next part; whether it was taken. If not, the schedule goes on with the proposal. */
    boolean publish(UUID proposal);
}
