// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventsReaderTest {
    @Test
    void published_requestLine_isSampledWithTotals() {
        EventSpec answered = CatalogReader.read(CatalogFiles.FOLDER).events().get("request.answered");

        assertThat(answered.sampled()).isTrue();
        assertThat(answered.fieldsOf("generate"))
                .contains("route", "items", "messageId")
                .doesNotContain("step", "rows");
        assertThat(answered.fieldsOf("migrate")).contains("route", "step").doesNotContain("items");
    }

    @Test
    void read_everyMistakeAtOnce() {
        assertThat(CatalogFiles.problemsOfEvents("""
                        events:
                          Bad:
                            description: d
                            functions: [generate, nobody]
                            severity: [INFO, DEBUG]
                            reported: true
                            fields:
                              message: {type: text, description: d}
                              Status: {type: number, description: d}
                              kind: {type: word, description: d}
                              items: {type: object, description: d}
                              done: {type: boolean, description: d, values: [yes]}
                              rows: {type: number, description: d, functions: [migrate]}
                          a.b:
                            description: d
                            functions: [generate]
                            severity: [INFO]
                            sampled: {keys: [route], hot: outcome, hotValues: [done], sums: [route]}
                            fields:
                              route: {type: text, description: d}
                        """))
                .isEqualTo(
                        List.of(
                                "events.yaml:2: /events/Bad: is no name of an event; write lower-case words with dots, as request.answered",
                                "events.yaml:4: /events/Bad/functions: no function here is named nobody; declare it or correct the name",
                                "events.yaml:5: /events/Bad/severity: DEBUG is none of INFO, WARNING, ERROR; choose one of them",
                                "events.yaml:6: /events/Bad/reported: needs the severity ERROR; add ERROR to severity, or remove reported",
                                "events.yaml:8: /events/Bad/fields/message: is a key of every line, or of every sampled one; give the field another name",
                                "events.yaml:9: /events/Bad/fields/Status: is no name of a field; begin with a small letter; use letters, digits and _ only",
                                "events.yaml:10: /events/Bad/fields/kind/type: is none of number, text, boolean, object; choose one of them",
                                "events.yaml:11: /events/Bad/fields/items: an object needs the names of its numbers; list them as values",
                                "events.yaml:12: /events/Bad/fields/done/values: a boolean has true and false only; remove the list",
                                "events.yaml:13: /events/Bad/fields/rows/functions: no function here is named migrate; declare it or correct the name",
                                "events.yaml:18: /events/a.b/sampled/keys: route is no field with values; name fields whose values are listed",
                                "events.yaml:18: /events/a.b/sampled/hot: no field is named outcome; name a field of this event",
                                "events.yaml:18: /events/a.b/sampled/sums: route cannot be added up; name numbers and objects that are no keys"));
    }
}
