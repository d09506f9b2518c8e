// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.json.JsonOutput;
import io.truename.probing.selfcheck.ImplementationResult;
import io.truename.probing.selfcheck.SelfCheck;
import java.io.IOException;

/** Results of self-checks as JSON; they are stored as they are shown. */
public final class SelfCheckJson {
    private SelfCheckJson() {}

    /** A result as UTF-8. */
    public static byte[] of(SelfCheck check) {
        return JsonOutput.of(json -> {
            json.writeStartObject();
            json.writeStringField("at", check.at().toString());
            json.writeStringField("outcome", check.outcome().code());
            json.writeNumberField("seed", check.seed());
            json.writeStringField("namespace", check.namespace().id().toString());
            json.writeStringField("hash", check.namespace().hash().algorithm());
            json.writeArrayFieldStart("ways");
            for (ImplementationResult result : check.results()) {
                result(json, result);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void result(JsonGenerator json, ImplementationResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("way", result.implementation().code());
        json.writeStringField("outcome", result.outcome().code());
        json.writeNumberField("compared", result.compared());
        json.writeNumberField("differing", result.differing());
        json.writeStringField("reason", result.reason());
        json.writeArrayFieldStart("differences");
        for (ImplementationResult.Difference difference : result.differences()) {
            json.writeStartObject();
            json.writeStringField("name", difference.name());
            json.writeStringField("expected", difference.expected());
            json.writeStringField("got", difference.got());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
