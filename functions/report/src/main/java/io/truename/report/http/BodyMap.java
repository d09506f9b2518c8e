// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.costing.json.JsonFields;
import io.truename.edge.json.BodyReader;
import io.truename.edge.json.FieldProblems;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Body as the maps that rules read, and their errors as problems of places. */
final class BodyMap {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    /** Messages of rules begin with the field, and go on with the rule. */
    private static final Pattern MESSAGE = Pattern.compile("([A-Za-z][A-Za-z0-9_.\\[\\]]*): (.*)", Pattern.DOTALL);

    private BodyMap() {}

    /** Reads one JSON object; any other value adds a problem and counts as an empty object. */
    static JsonFields read(byte[] body, FieldProblems problems) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        BodyReader.read(body, "must be a JSON object", problems, json -> fields.putAll(MAPPER.readValue(json, OBJECT)));
        return JsonFields.of(fields);
    }

    /**
     * Adds the error of a rule.
     *
     * @param place pointer to the object that was read
     */
    static void refuse(FieldProblems problems, String place, IllegalArgumentException error) {
        Matcher message = MESSAGE.matcher(String.valueOf(error.getMessage()));
        if (message.matches()) {
            String field = message.group(1).replace("[", ".").replace("]", "").replace('.', '/');
            problems.add(() -> place + "/" + field, message.group(2), "something else");
        } else {
            problems.add(() -> place, String.valueOf(error.getMessage()), "something else");
        }
    }
}
