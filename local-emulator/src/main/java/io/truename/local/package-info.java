// SPDX-License-Identifier: Apache-2.0
/** The local cloud. Read LocalCloud first: it starts every part and knows them all. */
@NullMarked
package io.truename.local;

import org.jspecify.annotations.NullMarked;
