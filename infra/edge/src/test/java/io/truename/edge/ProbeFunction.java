// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Routes;
import io.truename.edge.log.EventLog;
import io.truename.edge.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** A function whose routes provoke, one each, what the bare adapter does badly. */
public final class ProbeFunction extends EdgeFunction {
    static final String SECRET = "a-secret-in-a-message";

    public ProbeFunction() {
        super(ProbeApplication.class);
    }

    /** Its routes. */
    public static final class ProbeApplication extends EdgeApplication {
        @Override
        protected EdgeService start(Settings settings, EventLog events) {
            settings.read("PROBE_NUMBER", 0, ProbeApplication::number);
            settings.read("PROBE_OTHER", 0, ProbeApplication::number);
            settings.refuseBad();
            Routes routes = Routes.builder()
                    .get("/large", request -> large())
                    .get("/text", request -> json("{\"text\":\"žluťoučký kůň 日本 \uD83D\uDC0E\"}"))
                    .get("/throws", request -> {
                        throw new IllegalStateException(SECRET);
                    })
                    .get("/overflows", request -> json("" + depth(1)))
                    .post("/echo", request -> EdgeResponse.json(request.bytes(), Map.of("echoed", true)))
                    .postOrMessage("/events", ProbeApplication::event)
                    .build();
            return new EdgeService("probe", routes, "/events", events);
        }

        private static EdgeResponse event(EdgeRequest request) {
            String text = request.message()
                    .map(message -> new String(message.data(), StandardCharsets.UTF_8))
                    .orElse("none");
            if (text.equals("again")) {
                throw new IllegalStateException(SECRET);
            }
            return EdgeResponse.json(request.bytes(), Map.of("dataLength", text.length()));
        }

        private static EdgeResponse large() {
            byte[] body = new byte[300_000];
            Arrays.fill(body, (byte) 'x');
            return new EdgeResponse(201, "text/plain;charset=utf-8", Map.of("X-Own", "kept"), body, Map.of());
        }

        private static EdgeResponse json(String text) {
            return EdgeResponse.json(text.getBytes(StandardCharsets.UTF_8), Map.of());
        }

        @SuppressWarnings("InfiniteRecursion") // that is its purpose
        private static int depth(int sofar) {
            return depth(sofar + 1) + 1;
        }

        private static Integer number(String text) {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException bad) {
                throw new IllegalArgumentException("must be a number");
            }
        }
    }
}
