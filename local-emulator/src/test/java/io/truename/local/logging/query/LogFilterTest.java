// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogFilterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Fields that LogEntry defines
                "severity=WARNING | true",
                "severity=warning | true",
                "severity>=ERROR | false",
                "severity>=NOTICE AND severity<ERROR | true",
                "severity>300 | true",
                "severity!=ERROR | true",
                "resource.type=cloud_run_revision | true",
                "resource.type = (\"global\" OR \"cloud_run_revision\") | true",
                "resource.type = (global OR NOT cloud_run_revision) | false",
                "resource.type : \"RUN\" | true",
                "log_name = \"projects/p/logs/run.googleapis.com%2Fstdout\" | true",
                "logName:syslog | false",
                "httpRequest.status = 503 | true",
                "httpRequest.status >= 500 | true",
                "httpRequest.status < 500 | false",
                "httpRequest.latency > \"1s\" | true",
                "httpRequest.latency > 1500ms | false",
                "httpRequest.latency >= 1500ms | true",
                "httpRequest.latency < 0h2s | true",
                "httpRequest.responseSize > 2e3 | true",
                "timestamp >= \"2026-11-27T20:00:00Z\" | true",
                "timestamp >= \"2026-11-27T20:00:00.6Z\" | false",
                "timestamp >= \"2026-11-27T21:00:00+01:00\" | true",
                "timestamp < \"2026-11-28\" | true",
                "timestamp > 2026-11-27 | true",
                "trace_sampled = true | true",
                "traceSampled = FALSE | false",
                "sourceLocation.line = 42 | true",
                "trace : \"4BF92F\" | true",
                // Fields with their default value
                "spanId = \"\" | true",
                "operation.producer = \"\" | true",
                "textPayload : robot | false",
                "spanId:* | false",
                "trace:* | true",
                "httpRequest:* | true",
                "operation:* | false",
                "jsonPayload:* | true",
                // Labels
                "labels.\"k8s.io/name\" = web | true",
                "labels.k8s.io = web | false",
                "labels.plain=yes | true",
                "labels.Plain:* | false",
                "labels.missing != x | false",
                "NOT labels.missing = x | true",
                "resource.labels.service_name=generate | true",
                "labels:web | true",
                // JSON payload
                "jsonPayload.event=\"request.answered\" | true",
                "jsonPayload.event=request.answered | true",
                "jsonPayload.message : \"cat IN\" | true",
                "jsonPayload.message = \"the cat in the hat\" | true",
                "jsonPayload.count = 7 | true",
                "jsonPayload.count > 6.5 | true",
                "jsonPayload.count > -1 | true",
                "jsonPayload.count = seven | false",
                "jsonPayload.count != seven | false",
                "jsonPayload.share <= 0.25 | true",
                "jsonPayload.ok = true | true",
                "jsonPayload.ok = 1 | false",
                "jsonPayload.gone = NULL_VALUE | true",
                "jsonPayload.gone = \"NULL_VALUE\" | false",
                "jsonPayload.gone:* | true",
                "jsonPayload.code > 5 | false",
                "jsonPayload.items.document = 3 | true",
                "jsonPayload.items.document:* | true",
                "jsonPayload.items = 3 | false",
                "jsonPayload.items : paper | true",
                "jsonPayload.list = 2 | true",
                "jsonPayload.list = 9 | false",
                "jsonPayload.people.name = ADA | true",
                "jsonPayload.\"with space\" = x | true",
                "jsonPayload.Event:* | false",
                "jsonPayload.nothing.below = 1 | false",
                "jsonPayload : \"hat\" | true",
                // Regular expressions
                "jsonPayload.message =~ \"^The .at\" | true",
                "jsonPayload.message =~ \"^the\" | false",
                "jsonPayload.message =~ \"(?i)^the\" | true",
                "jsonPayload.message !~ \"dog\" | true",
                "jsonPayload.missing !~ \"dog\" | false",
                "jsonPayload.count =~ \"^\\d$\" | true",
                "httpRequest.requestUrl =~ '^/ids$' | true",
                // Texts without a field
                "\"cat in\" | true",
                "CAT hat | true",
                "cat dog | false",
                "cat -dog | true",
                "503 | true",
                "warning | true",
                "stdout | true",
                // NOT before OR before AND
                "\"cat\" OR NOT \"cat\" AND NOT \"hat\" OR \"dog\" | false",
                "dog OR cat AND hat OR mouse | true",
                "cat OR dog mouse | false",
                "(cat OR dog) (hat) | true",
                "NOT (cat AND dog) | true",
                "NOT NOT cat | true",
                "-severity=ERROR | true",
                "cat and hat | false",
                // Comments and spaces
                "`severity=WARNING -- the level\nAND cat` | true",
                "`-- nothing but a comment` | true",
                "severity = WARNING -- dog | true",
                // Functions
                "log_id(\"run.googleapis.com/stdout\") | true",
                "log_id(\"syslog\") | false",
                "ip_in_net(httpRequest.remoteIp, \"10.0.0.0/8\") | true",
                "ip_in_net(httpRequest.remoteIp, \"10.1.2.4/31\") | false",
                "ip_in_net(httpRequest.serverIp, \"10.0.0.0/8\") | false",
                "SEARCH(\"hat CAT\") | true",
                "SEARCH(\"hat dog\") | false",
                "SEARCH(jsonPayload, \"answered ada\") | true",
                "SEARCH(jsonPayload.message, \"answered\") | false",
                "SEARCH(\"ca\") | false",
                "sample(insertId, 1) | true",
                "sample(insertId, 0) | false",
                // Escapes
                "jsonPayload.message = \"\\x54he\\u0020cat in the hat\" | true"
            })
    void filter_readsTheCloudsLanguage(String filter, boolean matches) {
        assertThat(LogFilter.parse(filter).matches(Entries.REQUEST)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "textPayload:robot | true",
                "robot | true",
                "\"said 'hi'\" | true",
                "jsonPayload.a=1 | false",
                "NOT jsonPayload.a=1 | true",
                "jsonPayload:* | false",
                "severity=DEFAULT | true",
                "httpRequest.status=0 | true",
                "textPayload=~\"R.bot\" | true"
            })
    void filter_ofTextEntries(String filter, boolean matches) {
        assertThat(LogFilter.parse(filter).matches(Entries.TEXT)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "thud=1 | 0 | jsonPayload.thud",
                "a thud=1 | 2 | jsonPayload.thud",
                "operation.thud=1 | 10 | producer",
                "textPayload.thud=1 | 12 | textPayload itself",
                "timestamp.seconds=1 | 10 | timestamp itself",
                "protoPayload.name=1 | 0 | jsonPayload",
                "severity=LOUD | 9 | EMERGENCY",
                "httpRequest.status=high | 19 | 500",
                "timestamp>yesterday | 10 | RFC 3339",
                "timestamp>2026-13-01 | 10 | RFC 3339",
                "httpRequest.latency>long | 20 | 1.5s",
                "httpRequest.latency>5 | 20 | 1.5s",
                "trace_sampled=maybe | 14 | true or false",
                "resource=x | 9 | one of its fields",
                "labels=x | 7 | one of its fields",
                "jsonPayload=x | 12 | one of its fields",
                "insertId=abc:def | 12 | double quotes",
                "insertId= | 9 | double quotes",
                "insertId=(\"a\" OR) | 16 | double quotes",
                "AND a | 0 | double quotes",
                "a AND | 5 | double quotes",
                "a OR | 4 | double quotes",
                "NOT | 3 | double quotes",
                "(a | 2 | double quotes",
                "a) | 1 | double quotes",
                "\"a | 0 | at its end",
                "a = = b | 0 | jsonPayload.a",
                "insertId ~ \"x\" | 9 | =~",
                "insertId =~ x | 12 | double quotes",
                "insertId =~ \"(\" | 12 | RE2",
                "insertId =~ \"(?=a)\" | 12 | RE2",
                "timestamp =~ \"a\" | 13 | holds text",
                "insertId=* | 9 | :*",
                "* | 0 | field:*",
                "insertId != (a OR b) | 9 | NOT before the field and = here",
                "insertId !~ (\"a\" OR \"b\") | 9 | and =~ here",
                "labels.a/b=1 | 7 | double quotes",
                "jsonPayload.=1 | 12 | after it",
                "jsonPayload..a=1 | 12 | two dots",
                "labels.\"a\" | 10 | double quotes",
                "cast(insertId, \"INT\") | 0 | instead",
                "regexp_extract(insertId, \"a\")=1 | 0 | instead",
                "source(\"x\") | 0 | instead",
                "foo(bar) | 0 | SEARCH",
                "sample(insertId, 2) | 17 | 0 to 1",
                "ip_in_net(httpRequest.remoteIp, \"home\") | 32 | 10.0.0.0/8",
                "SEARCH(\"`a b`\") | 7 | the phrase",
                "SEARCH(\"..\") | 7 | at least one",
                "\"\\xZZ\" | 1 | backslash"
            })
    void filter_thatCannotBeUsed_saysWhereAndTheRemedy(String filter, int position, String remedy) {
        assertThatThrownBy(() -> LogFilter.parse(filter)).isInstanceOfSatisfying(FilterException.class, refused -> {
            assertThat(refused.position()).isEqualTo(position);
            assertThat(refused.remedy()).contains(remedy);
            assertThat(refused).hasMessageStartingWith("Unparseable filter: ");
        });
    }

    @Test
    void filter_over20000Characters_isRefused() {
        assertThat(LogFilter.parse("a".repeat(LogFilter.MOST_CHARACTERS))).isNotNull();
        assertThatThrownBy(() -> LogFilter.parse("a".repeat(LogFilter.MOST_CHARACTERS + 1)))
                .isInstanceOf(FilterException.class);
    }

    @Test
    void filter_nestedTooDeeply_isRefused() {
        assertThatThrownBy(() -> LogFilter.parse("(".repeat(9_000) + "a" + ")".repeat(9_000)))
                .isInstanceOf(FilterException.class)
                .hasMessageContaining("nested");
    }

    @Test
    void filter_withManyTerms_isRead() {
        assertThat(LogFilter.parse("cat OR ".repeat(1_000) + "hat").matches(Entries.REQUEST))
                .isTrue();
        assertThat(LogFilter.parse("NOT dog ".repeat(1_000)).matches(Entries.REQUEST))
                .isTrue();
    }

    @Test
    void filter_blank_acceptsEverything() {
        assertThat(LogFilter.parse(" \n ").matches(Entries.TEXT)).isTrue();
    }
}
