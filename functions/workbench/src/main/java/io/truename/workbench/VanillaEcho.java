// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;

/** Baseline function of {@code throughput}: parses a body with Jackson and writes it back. */
public final class VanillaEcho implements HttpFunction {
    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
        JsonNode body = mapper.readTree(request.getInputStream());
        response.setContentType("application/json");
        mapper.writeValue(response.getOutputStream(), body);
    }
}
