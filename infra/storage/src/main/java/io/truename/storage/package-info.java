// SPDX-License-Identifier: Apache-2.0
/** Object store: a port, and its adapter on Cloud Storage. Read {@link io.truename.storage.ObjectStore} first. */
@NullMarked
package io.truename.storage;

import org.jspecify.annotations.NullMarked;
