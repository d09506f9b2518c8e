// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP function that generates and verifies ids. Read {@link io.truename.generate.GenerateApplication} first: it names every
 * route. An {@link io.truename.generate.Item} is one requested id; the other types turn JSON into items and items into ids.
 */
@NullMarked
package io.truename.generate;

import org.jspecify.annotations.NullMarked;
