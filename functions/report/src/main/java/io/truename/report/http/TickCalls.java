// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.http.Outcome;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.report.making.Reports;

/** Handler of ticks: begins the reports whose time has come, continues those that are being made, and announces. */
final class TickCalls {
    private static final byte[] EMPTY = {'{', '}'};

    Outcome tick(Services with, EdgeRequest request) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(request.bytes().length == 0 ? EMPTY : request.bytes(), problems);
        body.refuseUnread();
        if (problems.found() > 0) {
            return Outcome.never(problems);
        }
        Reports.Ticked ticked = with.reports().tick();
        return Outcome.done(EdgeResponse.json(200, json -> {
            json.writeStartObject();
            json.writeNumberField("due", ticked.due());
            json.writeNumberField("asked", ticked.asked());
            json.writeNumberField("announced", ticked.announced());
            json.writeEndObject();
        }));
    }
}
