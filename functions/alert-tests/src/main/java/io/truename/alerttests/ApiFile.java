// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A file with messages of the API: one, a list, the API's answer to list, or Terraform's plan or state. */
record ApiFile(Path path, Object content) {
    static ApiFile read(Path path) {
        return new ApiFile(path, TextFile.read(path));
    }

    /**
     * Returns the objects of one kind in the file.
     *
     * @param list name of the list in the API's answer
     * @param resource Terraform's type
     */
    List<?> elements(String list, String resource) {
        if (content instanceof List<?> elements) {
            return elements;
        }
        if (content instanceof Map<?, ?> map) {
            for (String state : List.of("planned_values", "values")) {
                if (map.get(state) instanceof Map<?, ?> values) {
                    return TerraformPlan.resources(values, resource);
                }
            }
            if (map.get(list) instanceof List<?> elements) {
                return elements;
            }
        }
        return List.of(content);
    }

    void merge(String place, Object element, Message.Builder message) {
        try {
            JsonFormat.parser().merge(TextFile.json(element), message);
        } catch (InvalidProtocolBufferException malformed) {
            throw wrong(
                    place,
                    String.valueOf(malformed.getMessage()),
                    "Write the fields of " + message.getDescriptorForType().getName()
                            + " as the API names them, and durations as \"60s\".");
        }
    }

    InputException wrong(String place, String problem, String remedy) {
        return new InputException(path.toString(), place, problem, remedy);
    }
}
