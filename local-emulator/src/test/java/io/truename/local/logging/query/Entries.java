// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import com.google.logging.v2.LogEntry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;

/** Test entries, from the JSON of the REST API. */
final class Entries {
    static final LogEntry REQUEST = of("""
            {"logName": "projects/p/logs/run.googleapis.com%2Fstdout",
             "resource": {"type": "cloud_run_revision", "labels": {"service_name": "generate", "location": "local"}},
             "timestamp": "2026-11-27T20:00:00.5Z", "severity": "WARNING", "insertId": "a1",
             "labels": {"k8s.io/name": "web", "plain": "Yes"},
             "trace": "projects/p/traces/4bf92f3577b34da6a3ce929d0e0e4736", "traceSampled": true,
             "httpRequest": {"status": 503, "latency": "1.500s", "requestUrl": "/ids", "remoteIp": "10.1.2.3",
                             "responseSize": "2048"},
             "sourceLocation": {"file": "Main.java", "line": "42"},
             "jsonPayload": {"event": "request.answered", "message": "The Cat in the hat", "count": 7, "share": 0.25,
                             "ok": true, "gone": null, "code": "10",
                             "items": {"document": 3, "kind": "paper"}, "list": [1, 2, 3],
                             "people": [{"name": "Ada"}, {"name": "Bo"}], "with space": "x"}}
            """);

    static final LogEntry TEXT = of("""
            {"logName": "projects/p/logs/syslog", "resource": {"type": "global"},
             "timestamp": "2026-11-27T21:00:00Z", "insertId": "b2", "textPayload": "a Robot said 'hi'"}
            """);

    private Entries() {}

    static LogEntry of(String json) {
        try {
            LogEntry.Builder entry = LogEntry.newBuilder();
            JsonFormat.parser().merge(json, entry);
            return entry.build();
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
