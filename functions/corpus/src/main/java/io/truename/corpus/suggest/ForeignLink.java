// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.schema.TableName;

/** Foreign key of one column. */
public record ForeignLink(TableName table, String column, TableName referenced, String referencedColumn) {}
