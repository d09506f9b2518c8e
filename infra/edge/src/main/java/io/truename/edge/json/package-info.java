// SPDX-License-Identifier: Apache-2.0
/**
 * JSON request bodies: a bounded streaming parser, and every problem of a body with its place. Read {@link
 * io.truename.edge.json.JsonBody} first.
 */
@NullMarked
package io.truename.edge.json;

import org.jspecify.annotations.NullMarked;
