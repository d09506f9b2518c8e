// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RawResponseTest {
    @Test
    void read_ofKnownLength() throws IOException {
        RawResponse response = read("HTTP/1.1 200 OK", "Content-Length: 2", "", "{}rest");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("{}");
        assertThat(response.header("content-length")).contains("2");
        assertThat(response.reusable()).isTrue();
    }

    @Test
    void read_ofChunks() throws IOException {
        RawResponse response =
                read("HTTP/1.1 200 OK", "transfer-encoding: chunked", "", "2;x=1", "{}", "3", "abc", "0", "", "");
        assertThat(response.text()).isEqualTo("{}abc");
    }

    @Test
    void read_interimFirst() throws IOException {
        RawResponse response =
                read("HTTP/1.1 100 Continue", "", "HTTP/1.1 400 Bad Request", "Connection: close", "", "x");
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.reusable()).isFalse();
    }

    @Test
    void read_nothingOrNonsense() {
        assertThatThrownBy(() -> read("")).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> read("nonsense", "")).isInstanceOf(IOException.class);
    }

    private static RawResponse read(String... lines) throws IOException {
        byte[] bytes = String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1);
        return RawResponse.read(new ByteArrayInputStream(bytes), false);
    }
}
