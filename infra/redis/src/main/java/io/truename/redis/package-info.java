// SPDX-License-Identifier: Apache-2.0
/** Values that the instances of a function share in Redis. Read {@link io.truename.redis.SharedValues} first. */
@NullMarked
package io.truename.redis;

import org.jspecify.annotations.NullMarked;
