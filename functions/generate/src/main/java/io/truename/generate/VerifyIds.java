// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.http.EdgeHandler;
import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Problem;
import io.truename.edge.json.JsonOutput;
import io.truename.identity.Verification;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code POST /ids/verify}: handler that compares claimed ids with the expected ones. */
final class VerifyIds implements EdgeHandler {
    private static final int BYTES_EACH = 80;

    private final IdGenerator identities;
    private final SelfCheck selfCheck;

    VerifyIds(IdGenerator identities, SelfCheck selfCheck) {
        this.identities = identities;
        this.selfCheck = selfCheck;
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) {
        if (!selfCheck.agrees()) {
            return selfCheck.refusal();
        }
        ParseResult<ClaimedId> reading = ItemReader.read(request.bytes(), raw -> raw.toClaim(identities.namespace()));
        if (reading instanceof ParseResult.Refused<ClaimedId> refused) {
            return Problem.badRequest(refused.problems()).response();
        }
        ParseResult.Items<ClaimedId> read = (ParseResult.Items<ClaimedId>) reading;
        List<Verification> verifications =
                read.items().stream().map(ClaimedId::verify).toList();
        long invalid = verifications.stream()
                .filter(verification -> !verification.matches())
                .count();
        List<Item.Named> items = read.items().stream().map(ClaimedId::item).toList();
        return EdgeResponse.json(
                body(read.bare(), verifications), Map.of("items", ItemCounts.of(items), "invalid", invalid));
    }

    private static byte[] body(boolean bare, List<Verification> verifications) {
        return JsonOutput.of(BYTES_EACH * (verifications.size() + 1), json -> {
            if (bare) {
                writeOne(json, verifications.get(0));
            } else {
                writeAll(json, verifications);
            }
        });
    }

    private static void writeAll(JsonGenerator json, List<Verification> verifications) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("items");
        for (Verification verification : verifications) {
            writeOne(json, verification);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeOne(JsonGenerator json, Verification verification) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("valid", verification.matches());
        if (verification instanceof Verification.Mismatch mismatch) {
            json.writeStringField("expected", mismatch.expected().toString());
        }
        json.writeEndObject();
    }
}
