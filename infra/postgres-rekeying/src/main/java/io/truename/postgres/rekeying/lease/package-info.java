// SPDX-License-Identifier: Apache-2.0
/** Leases of workers, with fencing tokens. Read {@code Leases} first. */
@NullMarked
package io.truename.postgres.rekeying.lease;

import org.jspecify.annotations.NullMarked;
