// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.identity.Namespace;
import io.truename.identity.Verification;
import java.util.UUID;

/** An id that is said to be an item's. */
record Claim(Item.Named item, UUID claimed) {
    Verification verify(Namespace namespace) {
        return item.verify(namespace, claimed);
    }
}
