// SPDX-License-Identifier: Apache-2.0
/** Database health metrics. Read {@link io.truename.corpus.health.DatabaseHealth}. */
@NullMarked
package io.truename.corpus.health;

import org.jspecify.annotations.NullMarked;
