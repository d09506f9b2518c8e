// SPDX-License-Identifier: Apache-2.0
package io.truename.local.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void read_ownVariables() throws Exception {
        assertThat(Variables.read(JSON.readTree("{\"environment\":{\"TRUENAME_NAMESPACE\":\"no namespace\"}}")))
                .isEqualTo(Map.of("TRUENAME_NAMESPACE", "no namespace"));
        assertThat(Variables.read(JSON.readTree("{\"environment\":{}}"))).isEmpty();
    }

    // The first two would run code of whoever sends them.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"environment\":{\"JAVA_TOOL_OPTIONS\":\"-javaagent:x.jar\"}}",
                "{\"environment\":{\"LD_PRELOAD\":\"x.so\"}}",
                "{\"environment\":{\"TRUENAME_\":\"x\"}}",
                "{\"environment\":{\"TRUENAME_A\":1}}",
                "{\"environment\":{\"TRUENAME_A\":\"a\\u0000b\"}}",
                "{\"environment\":{},\"more\":1}",
                "{\"environment\":[]}",
                "{}",
                "[]"
            })
    void read_others_areRefused(String body) throws Exception {
        assertThatThrownBy(() -> Variables.read(JSON.readTree(body)))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("environment: must be");
    }
}
