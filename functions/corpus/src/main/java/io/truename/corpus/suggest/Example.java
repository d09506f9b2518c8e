// SPDX-License-Identifier: Apache-2.0
package io.truename.corpus.suggest;

import io.truename.corpus.schema.TableName;
import java.util.Optional;
import java.util.UUID;

/**
 * Row with the name and the id that a mapping gives it.
 *
 * @param id as it is stored
 * @param name empty if an input is not legal
 * @param trueId empty without a name
 * @param problem why there is no name, without a value; empty if there is one
 */
public record Example(TableName table, String id, Optional<String> name, Optional<UUID> trueId, String problem) {}
