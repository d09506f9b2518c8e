// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.late;

import java.util.UUID;

/**
 * An id that a reference holds although the run has moved what it refers to.
 *
 * @param here the id that no row has any more
 * @param there where what had it is now, or was until a later pass moved it on
 * @param alive whether a row has the latter
 */
public record LateReference(UUID here, UUID there, boolean alive) {}
