// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Answers of the function report for the stub server: four reports, of which two are ready, each as JSON and as a page. */
final class StubReport {
    static final String REPORTS = "/functions/report/reports";
    static final String FEEDBACK = "/functions/report/feedback";
    static final String NEWER = REPORTS + "/9f000000-0000-4000-8000-000000000002";
    static final String OLDER = REPORTS + "/9f000000-0000-4000-8000-000000000001";

    private static final ObjectMapper JSON = new ObjectMapper();

    private StubReport() {}

    /** Sets all answers, and adds the function to the status. */
    static void serve(ConsoleStubServer cloud) throws IOException {
        cloud.answer(
                REPORTS,
                200,
                ConsoleStubServer.resource("/console/reports.json").toString());
        cloud.answer(FEEDBACK, 200, "{\"new\":true}");
        cloud.answer(NEWER, 200, report(0.99982, 1_000_000, "no budget", 1960.505));
        cloud.answer(OLDER, 200, report(0.9995, 800_000, "no budget", 2000));
        for (String address : new String[] {NEWER, OLDER}) {
            cloud.page(
                    address,
                    "<!doctype html><title>Report</title><h1>Report " + address.charAt(address.length() - 1)
                            + "</h1><script>document.querySelector('h1').textContent = 'ran'</script>");
        }
        ObjectNode status = cloud.status();
        status.withArray("functions")
                .addObject()
                .put("name", "report")
                .put("url", "http://localhost:8900/functions/report")
                .put("state", "RUNNING")
                .put("requests", 10)
                .put("failures", 0);
        cloud.show(status);
    }

    private static String report(double availability, long requests, String budget, double cost) {
        ObjectNode report = JSON.createObjectNode()
                .put("kind", "weekly")
                .put("title", "Production")
                .put("lead", "")
                .put("at", "2026-11-23T09:00:00Z");
        ObjectNode section = report.putArray("sections")
                .addObject()
                .put("key", "reliability")
                .put("kind", "figures")
                .put("title", "Reliability")
                .put("meaning", "");
        var figures = section.putArray("figures");
        figures.addObject()
                .put("key", "availability")
                .put("label", "Availability")
                .put("unit", "ratio")
                .put("value", availability);
        figures.addObject()
                .put("key", "requests")
                .put("label", "Requests")
                .put("unit", "count")
                .put("value", requests);
        figures.addObject()
                .put("key", "budget")
                .put("label", "Share of the budget")
                .putNull("unit")
                .put("value", budget);
        figures.addObject()
                .put("key", "cost")
                .put("label", "Cost")
                .put("unit", "USD")
                .put("value", cost);
        return report.toString();
    }
}
