// SPDX-License-Identifier: Apache-2.0
/** Cloud Logging of the local cloud. Read {@link io.truename.local.logging.LocalLogging} first. */
@NullMarked
package io.truename.local.logging;

import org.jspecify.annotations.NullMarked;
