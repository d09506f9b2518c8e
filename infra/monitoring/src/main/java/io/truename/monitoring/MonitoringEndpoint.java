// SPDX-License-Identifier: Apache-2.0
package io.truename.monitoring;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Endpoint of Cloud Monitoring for one project.
 *
 * @param project of Google Cloud
 * @param emulator {@code host:port} of a server without login and encryption; empty for Google's service
 */
public record MonitoringEndpoint(String project, Optional<String> emulator) {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:]+]|[A-Za-z0-9.-]+):[0-9]{1,5}");

    public MonitoringEndpoint {
        if (project.isBlank()) {
            throw new IllegalArgumentException("project must be the id of a Google Cloud project");
        }
        emulator.ifPresent(MonitoringEndpoint::requireAddress);
    }

    /**
     * Returns the address.
     *
     * @throws IllegalArgumentException with the rule, if it is not {@code host:port}
     */
    public static String requireAddress(String address) {
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("must be host:port");
        }
        return address;
    }
}
