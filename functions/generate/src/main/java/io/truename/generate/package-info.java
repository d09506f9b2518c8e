// SPDX-License-Identifier: Apache-2.0
/**
 * Ids over HTTP. Read {@link io.truename.generate.GenerateApplication} first: it names every route. What a request asks for
 * is in {@link io.truename.generate.Item}; the rest turns JSON into items and items into ids.
 */
@NullMarked
package io.truename.generate;

import org.jspecify.annotations.NullMarked;
