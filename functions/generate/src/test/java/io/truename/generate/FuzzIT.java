// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.edge.FuzzContract;
import io.truename.testkit.FuzzedDeployable;
import io.truename.testkit.InvokerProcess;
import io.truename.testkit.RawConnection;
import io.truename.testkit.RawResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A sample of what the workbench's fuzz command sends 100,000 of. */
class FuzzIT extends FuzzContract {
    FuzzIT() {
        super(3_000);
    }

    @Override
    protected FuzzedDeployable function() {
        return FuzzedDeployable.generate(Deployable.FOLDER);
    }

    /**
     * The two things that the framework answers above 499 itself, before any function sees the request. If this fails after
     * an upgrade, the fuzzer need not let them pass any more.
     */
    @Test
    void frameworkItself_stillFailsOnTwoThings() throws IOException {
        try (InvokerProcess function = Deployable.process().start()) {
            RawResponse multipart =
                    send(function, "POST /ids HTTP/1.1", "content-type: multipart/form-data; boundary=\"");
            assertThat(multipart.status()).isEqualTo(500);
            assertThat(multipart.body()).isEmpty();

            RawResponse version = send(function, "GET /health HTTP/9.9", "accept: */*");
            assertThat(version.status()).isEqualTo(505);
            assertThat(version.body()).isEmpty();
        }
    }

    private static RawResponse send(InvokerProcess function, String line, String header) throws IOException {
        try (RawConnection connection = new RawConnection(function.port(), Duration.ofSeconds(30))) {
            String request = String.join("\r\n", line, "host: x", header, "content-length: 1", "", "x");
            connection.send(request.getBytes(StandardCharsets.US_ASCII));
            return connection.read(false);
        }
    }
}
