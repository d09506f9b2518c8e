// SPDX-License-Identifier: Apache-2.0
/**
 * Function {@code probe}: notices that stages of a pipeline disagree about ids, that retrieval fails for a user or that the database
 * suffers. Read {@link io.truename.probe.ProbeApplication} first.
 */
@NullMarked
package io.truename.probe;

import org.jspecify.annotations.NullMarked;
