// SPDX-License-Identifier: Apache-2.0
package io.truename.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {
    @Test
    void url_allParts() {
        assertThat(RedisUrl.parse("rediss://me:a%40b+c@cache.example:6380/3"))
                .isEqualTo(new RedisUrl(true, "cache.example", 6380, 3, "me", "a@b+c"))
                .hasToString("rediss://cache.example:6380/3");
        assertThat(RedisUrl.parse("redis://10.0.0.3")).isEqualTo(new RedisUrl(false, "10.0.0.3", 6379, 0, "", ""));
        assertThat(RedisUrl.parse("redis://:word@h:1/")).isEqualTo(new RedisUrl(false, "h", 1, 0, "", "word"));
        assertThat(RedisUrl.parse("redis://word@h")).isEqualTo(new RedisUrl(false, "h", 6379, 0, "", "word"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://h",
                "redis:h",
                "redis://",
                "redis://h:0",
                "redis://h:65536",
                "redis://hunter2@h/x",
                "redis://h/100",
                "redis://h/1/2",
                "redis://h?a=b",
                "redis://h#a",
                "redis://hun ter2@h"
            })
    void url_illegal_isRefusedWithTheRule_andNotQuoted(String text) {
        assertThatThrownBy(() -> RedisUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be redis://host:port")
                .hasMessageNotContaining("hunter2");
    }
}
