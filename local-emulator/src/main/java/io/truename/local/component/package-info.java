// SPDX-License-Identifier: Apache-2.0
/**
 * Component contract: name, health, status and shutdown of each service of the local cloud. Read
 * {@link io.truename.local.component.Component} first.
 */
@NullMarked
package io.truename.local.component;

import org.jspecify.annotations.NullMarked;
