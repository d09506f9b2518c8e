// SPDX-License-Identifier: Apache-2.0
/** Classification of database errors by SQLSTATE. Read {@link io.truename.corpus.failure.Failures} first. */
@NullMarked
package io.truename.corpus.failure;

import org.jspecify.annotations.NullMarked;
