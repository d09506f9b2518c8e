// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.settings;

import java.util.List;

/** Exception for invalid settings; the message lists every problem. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SettingsException(List<String> problems) {
        super("The function's environment is not valid:\n  " + String.join("\n  ", problems));
    }
}
