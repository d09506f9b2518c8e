// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.late;

import java.util.UUID;

/**
 * Late reference: an id in a reference whose target the run has moved.
 *
 * @param here id that no row has any more
 * @param there present id of the target, or its id before a later pass moved it again
 * @param alive whether a row has the id {@code there}
 */
public record LateReference(UUID here, UUID there, boolean alive) {}
