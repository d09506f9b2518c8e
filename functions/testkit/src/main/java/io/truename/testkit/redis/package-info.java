// SPDX-License-Identifier: Apache-2.0
/** Real Redis servers for tests. Read {@link io.truename.testkit.redis.RedisServer} first. */
@NullMarked
package io.truename.testkit.redis;

import org.jspecify.annotations.NullMarked;
