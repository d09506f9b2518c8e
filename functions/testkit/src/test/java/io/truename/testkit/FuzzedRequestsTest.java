// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FuzzedRequestsTest {
    private static final List<String> PATHS = List.of("/ids", "/health");

    @Test
    void request_sameSeed_sameBytes() {
        FuzzedRequests one = new FuzzedRequests(7, PATHS);
        FuzzedRequests other = new FuzzedRequests(7, PATHS);
        for (int number = 0; number < 500; number++) {
            assertThat(one.request(number).bytes())
                    .isEqualTo(other.request(number).bytes());
        }
    }

    @Test
    void request_otherSeed_otherBytes() {
        byte[] one = new FuzzedRequests(7, PATHS).request(0).bytes();
        byte[] other = new FuzzedRequests(8, PATHS).request(0).bytes();
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void request_everyKindComes() {
        FuzzedRequests requests = new FuzzedRequests(7, PATHS);
        Set<String> kinds = new TreeSet<>();
        for (int number = 0; number < 500; number++) {
            kinds.add(requests.request(number).kind());
        }
        assertThat(kinds)
                .containsExactly("body", "chunks", "content type", "head", "headers", "length", "method", "path");
    }

    // What is let pass must stay narrow: the framework's own two answers, and nothing a function gives.
    @Test
    void request_toTheLetter_isNeverLetPass() {
        FuzzedRequests requests = new FuzzedRequests(7, PATHS);
        for (int number = 0; number < 5_000; number++) {
            FuzzedRequest request = requests.request(number);
            String text = new String(request.bytes(), StandardCharsets.ISO_8859_1);
            if (request.frameworkMayAnswer5xx() == 500) {
                assertThat(text).contains("content-type: multipart/form-data; boundary=\"\r\n");
            }
            assertThat(request.wellFormed() && request.frameworkMayAnswer5xx() > 0)
                    .isFalse();
        }
    }

    @Test
    void leaks_findsWhatWasSent() {
        assertThat(RequestFuzzer.leaks("{\"got\":\"ZQ7secret\"}")).isTrue();
        assertThat(RequestFuzzer.leaks("{\"got\":\"9 characters\"}")).isFalse();
    }
}
