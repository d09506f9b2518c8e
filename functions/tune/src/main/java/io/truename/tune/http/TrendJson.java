// SPDX-License-Identifier: Apache-2.0
package io.truename.tune.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.catalog.TrendsSpec;
import io.truename.tuning.trend.Estimate;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Parts of the answers about trends as JSON. */
final class TrendJson {
    private TrendJson() {}

    static void watched(JsonGenerator json, String name, TrendsSpec.Watched watched, Map<String, String> labels)
            throws IOException {
        json.writeStringField("name", name);
        json.writeStringField("description", watched.description());
        json.writeStringField("unit", watched.unit());
        json.writeObjectFieldStart("labels");
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            json.writeStringField(label.getKey(), label.getValue());
        }
        json.writeEndObject();
    }

    /** A bound that the data say nothing of is null. */
    static void estimate(JsonGenerator json, Estimate estimate) throws IOException {
        json.writeStartObject();
        BaselineJson.number(json, "value", estimate.value());
        BaselineJson.number(json, "lower", estimate.lower());
        BaselineJson.number(json, "upper", estimate.upper());
        json.writeEndObject();
    }
}
