// SPDX-License-Identifier: Apache-2.0
/** Command-line program of the local cloud. Read LocalCloud first: it starts and wires every component. */
@NullMarked
package io.truename.local;

import org.jspecify.annotations.NullMarked;
