// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.identity.Verification;
import java.util.UUID;

/** Item with the id claimed for it. */
record ClaimedId(Item.Named item, UUID claimed) {
    Verification verify() {
        return Verification.of(item.id(), claimed);
    }
}
