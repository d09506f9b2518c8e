// SPDX-License-Identifier: Apache-2.0
/** Reading of JSON that a library has made lists and maps of. Read {@link io.truename.costing.json.JsonFields} first. */
@NullMarked
package io.truename.costing.json;

import org.jspecify.annotations.NullMarked;
