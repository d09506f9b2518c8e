// SPDX-License-Identifier: Apache-2.0
/**
 * Cloud Storage of the local cloud: the JSON API over HTTP for the unmodified client, with objects as files. Read
 * {@link io.truename.local.storage.LocalStorage} first.
 */
@NullMarked
package io.truename.local.storage;

import org.jspecify.annotations.NullMarked;
