// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the deployables as the cloud does: the framework's own invoker, a process each. Read
 * {@link io.truename.local.functions.FunctionHost} first.
 */
@NullMarked
package io.truename.local.functions;

import org.jspecify.annotations.NullMarked;
