// SPDX-License-Identifier: Apache-2.0
/**
 * Function host: runs each deployable as the cloud does, with the functions framework's own invoker, in a process of its
 * own. Read {@link io.truename.local.functions.FunctionHost} first.
 */
@NullMarked
package io.truename.local.functions;

import org.jspecify.annotations.NullMarked;
