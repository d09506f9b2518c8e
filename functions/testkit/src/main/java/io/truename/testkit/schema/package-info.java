// SPDX-License-Identifier: Apache-2.0
/** Corpora of every shape that a migration meets. Read {@link io.truename.testkit.schema.SchemaVariant} first. */
@NullMarked
package io.truename.testkit.schema;

import org.jspecify.annotations.NullMarked;
