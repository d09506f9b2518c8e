// SPDX-License-Identifier: Apache-2.0
/**
 * Sample corpora with different schemas, for tests of migrations. Read {@link io.truename.testkit.schema.SchemaVariant}
 * first.
 */
@NullMarked
package io.truename.testkit.schema;

import org.jspecify.annotations.NullMarked;
